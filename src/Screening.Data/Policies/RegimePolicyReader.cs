using System.Globalization;
using Screening.Data.Yaml;
using Screening.Policies;

namespace Screening.Data.Policies;

/// <summary>Reads what a policy says of the law: <c>control_regime</c> and <c>ownership_rule</c>. Days must be in order; nothing falls back.</summary>
internal static class RegimePolicyReader
{
    /// <summary>The readings; the first counts from ever and has no day.</summary>
    public static RegimePolicy Readings(YamlSection root)
    {
        var readings = new List<DatedReading>();
        foreach (YamlSection one in root.Sections("control_regime"))
        {
            one.Only("from", "reading");
            DateOnly? from = Day(one, "from");
            if (readings.Count == 0 && from is not null) throw one.Error("from", $"is '{from:yyyy-MM-dd}'; accepted: none in the first entry, which counts from ever");
            if (readings.Count > 0 && (from is null || from <= readings[^1].From))
                throw one.Error("from", $"{Told(one)}; accepted: yyyy-MM-dd{(readings[^1].From is { } last ? $" after {last:yyyy-MM-dd}" : "")}");
            readings.Add(new DatedReading(from, Choice(one, "reading", ("codified", RegimeReading.Codified), ("enforced", RegimeReading.Enforced))));
        }

        return readings.Count > 0 ? new RegimePolicy(readings) : throw root.Error("control_regime", "is empty; accepted: at least one entry with a reading");
    }

    /// <summary>The periods of the ownership rule, in order and without overlap; days between them are unknown.</summary>
    public static OwnershipRule OwnershipRule(YamlSection root)
    {
        var periods = new List<OwnershipRulePeriod>();
        foreach (YamlSection one in root.Sections("ownership_rule"))
        {
            one.Only("from", "to", "state");
            (DateOnly? from, DateOnly? to) = (Day(one, "from"), Day(one, "to"));
            if (to < from) throw one.Error("to", $"is '{to:yyyy-MM-dd}'; accepted: yyyy-MM-dd from {from:yyyy-MM-dd}");
            if (periods.Count > 0)
            {
                if (periods[^1].To is not { } last) throw one.Error("from", $"{Told(one)}; accepted: nothing after an entry without 'to'");
                if (from is null || from <= last) throw one.Error("from", $"{Told(one)}; accepted: yyyy-MM-dd after {last:yyyy-MM-dd}");
            }

            periods.Add(new OwnershipRulePeriod(from, to, Choice(
                one, "state", ("on", OwnershipRuleState.On), ("off", OwnershipRuleState.Off), ("suspended", OwnershipRuleState.Suspended), ("unknown", OwnershipRuleState.Unknown))));
        }

        return periods.Count > 0 ? new OwnershipRule(periods) : throw root.Error("ownership_rule", "is empty; accepted: at least one entry with a state");
    }

    private static string Told(YamlSection entry) => entry.Text("from") is { } from ? $"is '{from}'" : "is missing";

    private static T Choice<T>(YamlSection section, string key, params ReadOnlySpan<(string Text, T Value)> choices)
    {
        string text = section.RequiredText(key);
        foreach ((string name, T value) in choices)
        {
            if (name == text) return value;
        }

        throw section.Error(key, $"is '{text}'; accepted: {string.Join(", ", choices.ToArray().Select(c => c.Text))}");
    }

    private static DateOnly? Day(YamlSection section, string key)
    {
        if (section.Text(key) is not { } text) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw section.Error(key, $"is '{text}'; accepted: yyyy-MM-dd");
    }
}
