using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Screening.Data.Ingest;
using Screening.Data.Yaml;

namespace Screening.Data.Contracts;

/// <summary>Reads one contract in Open Data Contract Standard YAML. What the standard knows and this reader does not enforce is refused, so that no rule is silently without effect.</summary>
internal static class ContractReader
{
    private const int MostText = 1_000_000;
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    public static DataContract Read(string path)
    {
        var file = Path.GetFileName(path);
        return Read(YamlSection.Parse(File.ReadAllText(path), file, static (message, inner) => new ContractException(message, inner)));
    }

    private static DataContract Read(YamlSection root)
    {
        root.Only("apiVersion", "kind", "id", "name", "version", "status", "description", "schema", "customProperties", "slaProperties", "tags", "team", "domain", "tenant", "dataProduct");
        Expect(root, "kind", "DataContract");
        if (!root.RequiredText("apiVersion").StartsWith("v3.", StringComparison.Ordinal)) throw root.Error("apiVersion", $"is '{root.Text("apiVersion")}'; accepted: v3.*");
        var name = root.RequiredText("name");
        if (!IsName(name)) throw root.Error("name", $"is '{name}'; accepted: lower-case letters, digits and underscores, beginning with a letter");

        var tables = root.Sections("schema");
        if (tables.Count != 1) throw root.Error("schema", FormattableString.Invariant($"has {tables.Count} tables; accepted: one"));
        var table = tables[0].Only("name", "logicalType", "physicalType", "description", "properties", "physicalName", "businessName", "tags");
        Expect(table, "name", name);
        var version = Version(root, "version");
        var columns = ReadColumns(table, version);
        var custom = Custom(root, "datasetRank", "eventTime", "maximumQuarantineShare", "deliveryRows", "migrations");

        return new DataContract
        {
            Dataset = name,
            Version = version.ToString(),
            Purpose = root.Section("description")?.Only("purpose", "usage", "limitations").Text("purpose")?.Trim() ?? "",
            Rank = Required(root, custom, "datasetRank").Int("value", 0, 1000) ?? throw root.Error("customProperties", "datasetRank has no value"),
            EventTime = custom.TryGetValue("eventTime", out var eventTime) ? EventTime(eventTime, columns) : null,
            Columns = columns,
            MaximumQuarantineShare = Share(Required(root, custom, "maximumQuarantineShare")),
            Frequency = Frequency(root),
            DeliveryRows = custom.TryGetValue("deliveryRows", out var rows) ? Rows(rows) : null,
            Migrations = custom.TryGetValue("migrations", out var migrations) ? Migrations(migrations, version, columns) : [],
        };
    }

    private static List<ContractColumn> ReadColumns(YamlSection table, ContractVersion version)
    {
        var columns = table.Sections("properties").Select(section => ReadColumn(section, version)).ToList();
        if (columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice) throw table.Error("properties", $"has two columns '{twice.Key}'");
        var key = columns.Where(c => c.KeyPosition is not null).Select(c => c.KeyPosition!.Value).Order().ToList();
        if (key.Count == 0 || !key.SequenceEqual(Enumerable.Range(1, key.Count)))
            throw table.Error("properties", FormattableString.Invariant($"has key positions {string.Join(", ", key)}; accepted: 1, 2, ... without a gap"));
        if (columns.FirstOrDefault(c => c.KeyPosition is not null && !c.Required) is { } optional) throw table.Error("properties", $"has the key column '{optional.Name}' not required; a key must be there");
        if (columns.FirstOrDefault(c => c.Name == DataContract.KnownAt) is not { Required: true, Type.Kind: ColumnKind.Timestamp, KeyPosition: null })
            throw table.Error("properties", "has no required TIMESTAMP column known_at outside the key; every dataset needs it");
        return columns;
    }

    private static ContractColumn ReadColumn(YamlSection section, ContractVersion version)
    {
        section.Only("name", "description", "logicalType", "physicalType", "required", "primaryKey", "primaryKeyPosition", "logicalTypeOptions", "relationships", "customProperties", "businessName", "examples", "tags", "classification");
        var name = section.RequiredText("name");
        if (!IsName(name)) throw section.Error("name", $"is '{name}'; accepted: lower-case letters, digits and underscores, beginning with a letter");
        var physical = section.RequiredText("physicalType");
        if (!ColumnType.TryParse(physical, out var type)) throw section.Error("physicalType", $"is '{physical}'; accepted: VARCHAR, BIGINT, DECIMAL(p,s), DOUBLE, BOOLEAN, DATE, TIMESTAMP");
        Expect(section, "logicalType", Logical(type.Kind));
        var position = section.Int("primaryKeyPosition", 1, 100);
        if (section.Bool("primaryKey") is true != position is not null) throw section.Error("primaryKey", "and primaryKeyPosition must be given together");

        var column = new ContractColumn
        {
            Name = name,
            Type = type,
            Description = section.Text("description")?.Trim() ?? "",
            Required = section.Bool("required") ?? false,
            KeyPosition = position,
            References = Relationship(section),
        };
        column = Options(column, section.Section("logicalTypeOptions"));
        return Properties(column, section, version);
    }

    private static ContractColumn Options(ContractColumn column, YamlSection? options)
    {
        if (options is null) return column;
        var type = column.Type;
        string[] accepted = type.Kind switch
        {
            ColumnKind.Text => ["minLength", "maxLength", "pattern"],
            ColumnKind.Boolean => [],
            _ => ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
        };
        options.Only(accepted);
        return column with
        {
            MinLength = options.Int("minLength", 0, MostText),
            MaxLength = options.Int("maxLength", 1, MostText),
            Pattern = Pattern(options),
            Minimum = Bound(options, "minimum", type),
            Maximum = Bound(options, "maximum", type),
            ExclusiveMinimum = Bound(options, "exclusiveMinimum", type),
            ExclusiveMaximum = Bound(options, "exclusiveMaximum", type),
        };
    }

    private static ContractColumn Properties(ContractColumn column, YamlSection section, ContractVersion version)
    {
        var custom = Custom(section, "unit", "allowed", "referenceTable", "maximumDaysAfterDelivery", "maximumMissingShare", "maximumUnresolvedShare", "since");
        if (custom.TryGetValue("unit", out var unit)) column = column with { Unit = unit.RequiredText("value") };
        if (custom.TryGetValue("allowed", out var allowed))
        {
            if (column.Type.Kind != ColumnKind.Text) throw allowed.Error("property", $"is 'allowed' on {column.Type.Sql}; accepted on VARCHAR only");
            column = column with { Allowed = allowed.Texts("value") };
            if (column.Allowed.Count == 0) throw allowed.Error("value", "is empty; accepted: a list of values");
        }
        if (custom.TryGetValue("referenceTable", out var reference))
        {
            if (column.Type.Kind != ColumnKind.Text) throw reference.Error("property", $"is 'referenceTable' on {column.Type.Sql}; accepted on VARCHAR only");
            column = column with { ReferenceTable = Address(reference, "value") };
        }
        if (custom.TryGetValue("maximumDaysAfterDelivery", out var days))
        {
            if (!column.Type.IsTime) throw days.Error("property", $"is 'maximumDaysAfterDelivery' on {column.Type.Sql}; accepted on DATE and TIMESTAMP only");
            column = column with { MaximumDaysAfterDelivery = days.Int("value", 0, 100_000) ?? throw days.Error("value", "is missing") };
        }
        if (custom.TryGetValue("maximumMissingShare", out var missing))
        {
            if (column.Required) throw missing.Error("property", "is 'maximumMissingShare' on a required column, whose values may never be missing; accepted on others only");
            column = column with { MaximumMissingShare = Share(missing) };
        }
        if (custom.TryGetValue("maximumUnresolvedShare", out var unresolved))
        {
            if (column.References is null) throw unresolved.Error("property", "is 'maximumUnresolvedShare' on a column without a relationship; accepted beside one only");
            column = column with { MaximumUnresolvedShare = Share(unresolved) };
        }
        return custom.TryGetValue("since", out var since) ? column with { Since = Since(since, column, version) } : column;
    }

    private static string Since(YamlSection section, ContractColumn column, ContractVersion version)
    {
        var since = Version(section, "value");
        if (since > version) throw section.Error("value", $"is '{since}'; accepted: up to the contract's own version, {version}");
        // Files of the same major version are read without a migration, which has no value to give.
        if (column.Required && (since.Minor > 0 || since.Patch > 0)) throw section.Error("value", $"is '{since}' on a required column; accepted: a new major version, or a column that is not required");
        return since.ToString();
    }

    private static ContractVersion Version(YamlSection section, string key)
    {
        var text = section.RequiredText(key);
        return ContractVersion.TryParse(text, out var version) ? version : throw section.Error(key, $"is '{text}'; accepted: three numbers such as 1.0.0");
    }

    private static RowBounds Rows(YamlSection section)
    {
        var value = section.Section("value")?.Only("minimum", "maximum") ?? throw section.Error("value", "is missing; accepted: minimum, maximum or both");
        var bounds = new RowBounds(value.Int("minimum", 0, int.MaxValue), value.Int("maximum", 1, int.MaxValue));
        if (bounds is { Minimum: null, Maximum: null }) throw section.Error("value", "is empty; accepted: minimum, maximum or both");
        return bounds.Minimum > bounds.Maximum ? throw value.Error("minimum", FormattableString.Invariant($"is {bounds.Minimum}, more than the maximum of {bounds.Maximum}")) : bounds;
    }

    private static List<ContractMigration> Migrations(YamlSection section, ContractVersion version, List<ContractColumn> columns)
    {
        var migrations = new List<ContractMigration>();
        foreach (var item in section.Sections("value"))
        {
            item.Only("from", "columns");
            var from = Version(item, "from");
            if (from >= version) throw item.Error("from", $"is '{from}'; accepted: a version before the contract's own, {version}");
            if (migrations.Any(m => m.From == from.ToString())) throw item.Error("from", $"'{from}' is given twice");
            migrations.Add(new ContractMigration(from.ToString(), MigratedColumns(item, columns)));
        }
        return migrations.Count > 0 ? migrations : throw section.Error("value", "is empty; accepted: a list of from and columns");
    }

    private static SortedDictionary<string, MigratedColumn> MigratedColumns(YamlSection item, List<ContractColumn> columns)
    {
        var migrated = new SortedDictionary<string, MigratedColumn>(StringComparer.Ordinal);
        if (item.Section("columns") is not { } section) return migrated;
        foreach (var name in section.Keys)
        {
            if (columns.TrueForAll(c => c.Name != name)) throw section.Error(name, $"is no column of this contract; accepted: {string.Join(", ", columns.Select(c => c.Name))}");
            if (name == DataContract.KnownAt) throw section.Error(name, "is migrated; the moment a row became known never changes");
            var value = section.Section(name)!.Only("from", "constant", "expression");
            var column = new MigratedColumn(value.Text("from"), value.Text("constant"), value.Text("expression"));
            if (new[] { column.From, column.Constant, column.Expression }.Count(v => v is not null) != 1) throw section.Error(name, "names several sources or none; accepted: one of from, constant, expression");
            if (column.Expression is { } expression && ExpressionGuard.Problem(expression) is { } problem) throw value.Error("expression", problem);
            migrated.Add(name, column);
        }
        return migrated;
    }

    private static Dictionary<string, YamlSection> Custom(YamlSection section, params string[] known)
    {
        var found = new Dictionary<string, YamlSection>(StringComparer.Ordinal);
        foreach (var property in section.Sections("customProperties"))
        {
            property.Only("property", "value", "description");
            var name = property.RequiredText("property");
            if (!known.Contains(name)) throw property.Error("property", $"is '{name}'; accepted: {string.Join(", ", known)}");
            if (!found.TryAdd(name, property)) throw property.Error("property", $"'{name}' is given twice");
        }
        return found;
    }

    private static YamlSection Required(YamlSection root, Dictionary<string, YamlSection> custom, string name) =>
        custom.TryGetValue(name, out var section) ? section : throw root.Error("customProperties", $"has no property '{name}'");

    private static string EventTime(YamlSection section, List<ContractColumn> columns)
    {
        var name = section.RequiredText("value");
        return columns.Any(c => c.Name == name && c.Type.IsTime)
            ? name
            : throw section.Error("value", $"is '{name}'; accepted: one of the DATE or TIMESTAMP columns {string.Join(", ", columns.Where(c => c.Type.IsTime).Select(c => c.Name))}");
    }

    private static double Share(YamlSection section)
    {
        var text = section.RequiredText("value");
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw section.Error("value", $"is '{text}'; accepted: a share from 0 to 1");
    }

    private static TimeSpan? Frequency(YamlSection root)
    {
        TimeSpan? frequency = null;
        foreach (var property in root.Sections("slaProperties"))
        {
            property.Only("property", "value", "unit", "element", "description");
            Expect(property, "property", "frequency");
            var text = property.RequiredText("value");
            try
            {
                frequency = XmlConvert.ToTimeSpan(text);
            }
            catch (FormatException e)
            {
                throw new ContractException(property.Error("value", $"is '{text}'; accepted: an ISO 8601 duration such as P2D").Message, e);
            }
        }
        return frequency;
    }

    private static ColumnAddress? Relationship(YamlSection section)
    {
        var relationships = section.Sections("relationships");
        if (relationships.Count == 0) return null;
        if (relationships.Count > 1) throw section.Error("relationships", FormattableString.Invariant($"has {relationships.Count} entries; accepted: one"));
        var one = relationships[0].Only("type", "to");
        Expect(one, "type", "foreignKey");
        return Address(one, "to");
    }

    private static ColumnAddress Address(YamlSection section, string key)
    {
        var text = section.RequiredText(key);
        return text.Split('.') is [{ Length: > 0 } table, { Length: > 0 } column]
            ? new ColumnAddress(table, column)
            : throw section.Error(key, $"is '{text}'; accepted: table.column");
    }

    private static string? Pattern(YamlSection options)
    {
        if (options.Text("pattern") is not { } pattern) return null;
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, PatternTimeout);
            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ContractException(options.Error("pattern", $"is '{pattern}'; accepted: a regular expression without look-around and back-references ({e.Message})").Message, e);
        }
    }

    private static string? Bound(YamlSection options, string key, ColumnType type)
    {
        if (options.Text(key) is not { } text) return null;
        var (valid, accepted) = type.Kind switch
        {
            ColumnKind.Whole => (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), "a whole number"),
            ColumnKind.Exact or ColumnKind.Real => (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _), "a number"),
            _ => (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), "a day such as 1990-01-01"),
        };
        return valid ? text : throw options.Error(key, $"is '{text}'; accepted: {accepted}");
    }

    private static void Expect(YamlSection section, string key, string value)
    {
        var text = section.RequiredText(key);
        if (text != value) throw section.Error(key, $"is '{text}'; accepted: {value}");
    }

    private static string Logical(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "string",
        ColumnKind.Whole => "integer",
        ColumnKind.Exact or ColumnKind.Real => "number",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Date => "date",
        _ => "timestamp",
    };

    private static bool IsName(string name) => name.Length > 0 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
