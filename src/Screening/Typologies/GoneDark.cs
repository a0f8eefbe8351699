using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T30: what was delivered to the end user before is silent, elsewhere, at two places, or went dark after an inspection.</summary>
public sealed class GoneDark : Typology
{
    private readonly int _devices, _silent, _elsewhere, _two, _dark, _total, _month;

    /// <summary>Binds the typology.</summary>
    public GoneDark(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_devices, _silent, _elsewhere) = (Column("end_user_devices"), Column("end_user_devices_silent_share"), Column("end_user_devices_elsewhere_share"));
        (_total, _month) = (Column("end_user_accelerator_kw_total"), Column("end_user_accelerator_kw_30d"));
        (_two, _dark) = (Column("end_user_devices_at_two_sites"), Column("end_user_devices_dark_after_inspection"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T30", "Earlier deliveries have gone dark", "gone dark",
        "The Substrate, How banned AI chips end up in China (15 May 2026): installed for the inspection, then removed",
        [
            new("devices", "devices", 1, 1_000_000, "devices reported from which their shares mean something"),
            new("silent", "1", 0.01, 1, "share of silent devices from which the sign is found"),
            new("elsewhere", "1", 0.001, 1, "share of devices in another country than their order's from which the sign is found"),
            new("dark_devices", "devices", 1, 1_000_000, "devices dark after an inspection, or at two sites within days, from which the sign is found"),
        ])
    {
        RestsOn = ["device report"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double devices = order.Row[_devices];
        if (double.IsNaN(devices) || devices == 0)
        {
            // Where devices report, those that were ordered long enough ago should have.
            return order.Row[_total] > order.Row[_month]
                ? Finding.NotAssessed($"after delivery: no device with {Mention.EndUser} was ever reported") : Finding.Clear;
        }

        return OfDevices(order.Row, devices);
    }

    private Finding OfDevices(ReadOnlySpan<double> row, double devices)
    {
        List<string> signs = [];
        double ratio = 0;
        bool areMany = devices >= Parameter("devices");
        Note(row[_dark], "dark_devices", count => $"{Words.Count(count, "device")} went silent within 60 days after an inspection");
        if (areMany) Note(row[_elsewhere], "elsewhere", share => $"{Words.Percent(share)} of its devices were seen in another country than they were ordered for");
        Note(row[_two], "dark_devices", count => $"{Words.Count(count, "device")} reported from two sites within 7 days");
        if (areMany) Note(row[_silent], "silent", share => $"{Words.Percent(share)} of {Words.Count(devices, "device")} silent for more than 30 days or when looked for");
        return signs.Count == 0 ? Finding.Clear : Finding.Found(Finding.StrengthOf(ratio), Mention.EndUser + ": " + string.Join("; ", signs));

        void Note(double value, string parameter, Func<double, string> sentence)
        {
            if (!(value >= Parameter(parameter))) return;
            signs.Add(sentence(value));
            ratio = Math.Max(ratio, value / Parameter(parameter));
        }
    }
}
