using System.Globalization;
using System.Text;
using Screening.Data.Contracts;

namespace Screening.Tests.Data.Contracts;

/// <summary>A folder of contracts for one invented dataset, <c>things</c>, in several versions.</summary>
internal sealed class SomeContracts : IDisposable
{
    /// <summary>1.0.0 to start with, 1.1.0 with a column more, 2.0.0 with a new key, another type, a constant and an expression, 3.0.0 with one more name.</summary>
    public static readonly string[] Story = ["1.0.0", "1.1.0", "2.0.0", "3.0.0"];

    public string Folder { get; } = Directory.CreateTempSubdirectory("screening-things-").FullName;

    /// <summary>The story up to a version, the others kept in <c>past</c>.</summary>
    public DataContract At(string version, params string[] forgotten)
    {
        foreach (var old in Directory.GetFileSystemEntries(Folder))
        {
            if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
            else File.Delete(old);
        }
        foreach (var past in Story.TakeWhile(v => v != version).Except(forgotten)) Keep(past, Yaml(past));
        return Load(Yaml(version));
    }

    /// <summary>Keeps a contract in <c>past</c>.</summary>
    public void Keep(string version, string yaml)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "past", "things"));
        File.WriteAllText(Path.Combine(Folder, "past", "things", version + ".odcs.yaml"), yaml);
    }

    /// <summary>Loads the folder with this as the current contract.</summary>
    public DataContract Load(string yaml)
    {
        File.WriteAllText(Path.Combine(Folder, "things.odcs.yaml"), yaml);
        return ContractStore.Load(Folder)["things"];
    }

    public static string Yaml(string version) => version switch
    {
        "1.0.0" => Yaml(version, ["thing_id VARCHAR key", "count BIGINT", "label VARCHAR"]),
        "1.1.0" => Yaml(version, ["thing_id VARCHAR key", "count BIGINT", "label VARCHAR", "note VARCHAR since 1.1.0"]),
        "2.0.0" => Yaml(
            version, ["id VARCHAR key", "amount DECIMAL(18,2)", "label VARCHAR", "origin VARCHAR required", "loud VARCHAR"],
            "{from: 1.1.0, columns: {id: {from: thing_id}, amount: {from: count}, origin: {constant: here}, loud: {expression: \"upper(label) || coalesce(note, '?')\"}}}"),
        "3.0.0" => Yaml(
            version, ["id VARCHAR key", "total DECIMAL(18,2)", "label VARCHAR", "origin VARCHAR required", "loud VARCHAR"],
            "{from: 2.0.0, columns: {total: {expression: amount * 10}}}"),
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "not in the story"),
    };

    /// <summary>A contract; a column is a name, a type and <c>key</c>, <c>required</c> or <c>since x.y.z</c>.</summary>
    public static string Yaml(string version, IEnumerable<string> columns, string migrations = "", string custom = "")
    {
        var yaml = new StringBuilder($"apiVersion: v3.1.0\nkind: DataContract\nid: things\nname: things\nversion: {version}\nschema:\n  - name: things\n    properties:\n");
        foreach (var column in columns.Append("known_at TIMESTAMP required"))
        {
            var words = column.Split(' ');
            _ = ColumnType.TryParse(words[1], out var type);
            var logical = type.Kind switch { ColumnKind.Text => "string", ColumnKind.Whole => "integer", ColumnKind.Exact => "number", _ => "timestamp" };
            yaml.Append(CultureInfo.InvariantCulture, $"      - name: {words[0]}\n        logicalType: {logical}\n        physicalType: {words[1]}\n");
            if (words.Contains("key") || words.Contains("required")) yaml.Append("        required: true\n");
            if (words.Contains("key")) yaml.Append("        primaryKey: true\n        primaryKeyPosition: 1\n");
            if (words.Contains("since")) yaml.Append(CultureInfo.InvariantCulture, $"        customProperties:\n          - {{property: since, value: {words[^1]}}}\n");
        }
        yaml.Append("customProperties:\n  - {property: datasetRank, value: 1}\n  - {property: maximumQuarantineShare, value: 0.05}\n");
        if (migrations.Length > 0) yaml.Append(CultureInfo.InvariantCulture, $"  - property: migrations\n    value: [{migrations}]\n");
        return yaml.Append(custom).ToString();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
