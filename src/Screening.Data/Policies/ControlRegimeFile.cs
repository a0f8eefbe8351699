using Screening.Data.Contracts;
using Screening.Policies;

namespace Screening.Data.Policies;

/// <summary>Reads the law tables: <c>control-thresholds.csv</c>, <c>product-overrides.csv</c>, <c>licence-rules.csv</c> and the country groups.</summary>
public static class ControlRegimeFile
{
    /// <summary>The regime of the reference tables beside the contracts.</summary>
    /// <exception cref="ContractException">A table is missing, or a row does not say what it must.</exception>
    public static ControlRegime Read(ContractStore contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        return Read(contracts.Reference("control-thresholds"), contracts.Reference("product-overrides"), contracts.Reference("licence-rules"), CountryGroupsFile.Read(contracts.Reference("country-groups")));
    }

    /// <summary>The regime of some tables.</summary>
    /// <exception cref="ContractException">A row does not say what it must.</exception>
    public static ControlRegime Read(ReferenceTable thresholds, ReferenceTable overrides, ReferenceTable rules, CountryGroups countries) =>
        new(Thresholds(thresholds), Overrides(overrides), Rules(rules), countries);

    private static List<Threshold> Thresholds(ReferenceTable table)
    {
        var read = new List<Threshold>();
        foreach (DatedTable.Row row in new DatedTable(table).Rows)
        {
            string key = row.Text("key");
            if (!ControlThresholds.Units.TryGetValue(key, out string? unit)) throw row.Error("key", string.Join(", ", ControlThresholds.Units.Keys));
            if (row.Text("unit") != unit) throw row.Error("unit", unit);
            decimal value = row.Number("value", 0, 1_000_000_000);
            if (unit == "TPP" && value != decimal.Truncate(value)) throw row.Error("value", "a whole number");
            var one = new Threshold(key, value, unit, row.ValidFrom, row.ValidTo, row.Citation, row.Verified, row.Text("note"));
            if (read.Any(other => other.Key == key && Overlap(other.ValidFrom, other.ValidTo, one.ValidFrom, one.ValidTo)))
                throw row.Error("valid_from", $"days on which no other row gives {key}");
            read.Add(one);
        }

        return read;
    }

    private static List<ProductOverride> Overrides(ReferenceTable table)
    {
        var read = new List<ProductOverride>();
        foreach (DatedTable.Row row in new DatedTable(table).Rows)
        {
            if (!row.Text("pattern").Any(char.IsLetterOrDigit)) throw row.Error("pattern", "words of a trade name");
            ControlClass named = Class(row, "class", row.Text("class"));
            read.Add(new ProductOverride(row.Text("pattern"), named, row.ValidFrom, row.ValidTo, row.Citation, row.Verified, row.Text("note")));
        }

        return read;
    }

    private static List<LicenceRule> Rules(ReferenceTable table)
    {
        var read = new List<LicenceRule>();
        foreach (DatedTable.Row row in new DatedTable(table).Rows)
        {
            RegimeReading reading = row.Text("reading") switch
            {
                "enforced" => RegimeReading.Enforced,
                "codified" => RegimeReading.Codified,
                _ => throw row.Error("reading", "codified, enforced"),
            };
            bool headquarters = row.Text("headquarters") switch { "yes" => true, "no" => false, _ => throw row.Error("headquarters", "yes, no") };
            ControlClass[] classes = [.. row.List("classes").Select(text => Class(row, "classes", text))];
            if (classes.Length == 0) throw row.Error("classes", "at least one class");
            read.Add(new LicenceRule(
                reading, classes, Places(row, "always"), Places(row, "unless_partner"), Places(row, "partners"), Places(row, "outside"), headquarters,
                row.ValidFrom, row.ValidTo, row.Citation, row.Verified, row.Text("note")));
        }

        return read;
    }

    private static ControlClass Class(DatedTable.Row row, string column, string text) =>
        ControlClassNames.Of(text) is { } value and not (ControlClass.None or ControlClass.NotAssessable)
            ? value
            : throw row.Error(column, "notified, 3A090.a, 3A090.b, 3A090.c, 4A090.a, 4A090.b");

    private static IReadOnlyList<string> Places(DatedTable.Row row, string column)
    {
        IReadOnlyList<string> places = row.List(column);
        bool isGood = places.All(p => p == LicenceRule.AnyPlace || p.Contains(':', StringComparison.Ordinal) || (p.Length == 2 && p.All(char.IsAsciiLetterUpper)));
        return isGood ? places : throw row.Error(column, "any, country groups such as D:5 and two capital letters of a country, separated by blanks");
    }

    private static bool Overlap(DateOnly? from, DateOnly? to, DateOnly? otherFrom, DateOnly? otherTo) =>
        (from ?? DateOnly.MinValue) <= (otherTo ?? DateOnly.MaxValue) && (otherFrom ?? DateOnly.MinValue) <= (to ?? DateOnly.MaxValue);
}
