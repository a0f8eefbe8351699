using System.Globalization;
using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>
/// E02: goods that need a licence by the law of the day, as the policy reads it, and an order that names none. Where no order ever names
/// the number of a licence, that one does not is no sign.
/// </summary>
public sealed class LicenceNotNamed : Typology
{
    private readonly int _h100e, _strictness, _unknown, _control, _concern;
    private readonly (int Needed, int Lines) _enforced, _codified;

    /// <summary>Binds the typology.</summary>
    public LicenceNotNamed(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_h100e, _strictness, _unknown) = (Column("order_h100e"), Column("order_control_strictness"), Column("order_class_unknown_lines"));
        (_control, _concern) = (Column("destination_control_tier"), Column("order_recipients_of_concern"));
        _enforced = (Column("order_licence_needed_enforced"), Column("order_unlicensed_lines_enforced"));
        _codified = (Column("order_licence_needed_codified"), Column("order_unlicensed_lines_codified"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "E02", "Goods that need a licence, and none is named", "no licence",
        "15 CFR 742.6(a)(6)(iii), 744.23(a)(3) and 30.6 (number of the licence); 774 Supplement 1, 3A090 and 4A090", [])
    {
        ReadsControlRegime = true,
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        (int neededColumn, int linesColumn) = order.Law.Reading == RegimeReading.Codified ? _codified : _enforced;
        double lines = order.Row[linesColumn];
        if (lines == 0) return Finding.Clear;
        if (double.IsNaN(lines)) return Unknown(order);
        if (!order.Loaded.Licences) return Finding.NotAssessed("licence: goods of the order need one, and no order ever names one");
        string reading = order.Law.Reading == RegimeReading.Codified ? "codified" : "enforced";
        return Finding.Found(1, string.Create(
            CultureInfo.InvariantCulture,
            $"{Words.Count(lines, "line")} ({Words.H100e(order.Row[_h100e])} ordered, {Class(order.Row[_strictness])}) {(lines == 1 ? "needs" : "need")} a licence by the law as {reading} on {order.Law.Day:yyyy-MM-dd} and {(lines == 1 ? "names" : "name")} none: {Why(order.Row)}"));
    }

    private static string Class(double strictness) => strictness switch
    {
        3 => "strictest class .a",
        2 => "strictest class .b",
        1 => "strictest class .c or by a notice to the maker",
        _ => "of some goods the class is not known",
    };

    private string Why(ReadOnlySpan<double> row)
    {
        if (row[_concern] >= 1) return $"{Words.Count(row[_concern], "recipient")} with headquarters or parent in D:5 or Macau";
        return row[_control] switch
        {
            2 => $"the destination{Mention.Destination} is under arms embargo (D:5) or Macau",
            1 => $"the destination{Mention.Destination} is in D:1 or D:4 and no partner",
            _ => $"the destination{Mention.Destination}",
        };
    }

    private Finding Unknown(in Case order)
    {
        ReadOnlySpan<double> row = order.Row;

        // As enforced, what goods they are only matters where they would be stopped.
        bool isOpen = order.Law.Reading == RegimeReading.Enforced && row[_control] == 0 && row[_concern] == 0;
        if (isOpen) return Finding.Clear;
        if (double.IsNaN(row[_control])) return Finding.NotAssessed("destination: no country of ultimate destination is told");
        return row[_unknown] > 0
            ? Finding.NotAssessed("licence: the control class of goods of the order cannot be told")
            : Finding.NotAssessed("licence: headquarters or ultimate parent of a recipient are not known, and nothing else asks for one");
    }
}
