using Screening.Data.Contracts;

namespace Screening.Data.Lakes;

/// <summary>SQL over a dataset's files of all versions, as one relation of the contract's columns and the physical ones.</summary>
internal static class LakeRelation
{
    /// <summary>The relation: files that are read in the same way together, each other way apart.</summary>
    /// <exception cref="LakeException">A file is newer than the contract, or no way leads from its version.</exception>
    public static string Of(DataContract contract, IReadOnlyList<LakeFile> files, Func<LakeFile, string> fullPath)
    {
        if (files.Count == 0) return $"(SELECT {PhysicalColumns.Nulls(contract)} WHERE false)";
        var ways = files.GroupBy(f => f.ContractVersion, StringComparer.Ordinal).Select(version => (Way: Way(contract, version.First()), Files: version)).ToList();
        var direct = ways.Where(w => w.Way.Steps.Count == 0).SelectMany(w => w.Files).ToList();
        var parts = ways.Where(w => w.Way.Steps.Count > 0).Select(w => w.Way.Steps.Aggregate(Read(w.Way.Read, w.Files.Select(fullPath)), static (relation, step) => step.Over(relation))).ToList();
        if (direct.Count > 0) parts.Insert(0, Read(contract, direct.Select(fullPath)));
        return parts is [var only] ? only : $"({string.Join(" UNION ALL ", parts.Select(p => $"SELECT {Names(contract)}, {PhysicalColumns.Names} FROM {p}"))})";
    }

    /// <summary>A contract's columns for a SELECT.</summary>
    public static string Names(DataContract contract) => string.Join(", ", contract.ColumnNames.Select(Sql.Identifier));

    private static string Read(DataContract contract, IEnumerable<string> paths) =>
        $"read_parquet({Sql.List(paths)}, hive_partitioning=false, schema={PhysicalColumns.Schema(contract)})";

    private static ContractLineage Way(DataContract contract, LakeFile file)
    {
        var place = $"{file.Path} was written under version {file.ContractVersion} of the contract of {contract.Dataset}, this program knows {contract.Version}";
        if (!ContractVersion.TryParse(file.ContractVersion, out var version)) throw new LakeException($"{place}; accepted: three numbers such as 1.0.0, so the manifest is damaged: restore it from a backup");
        if (version > contract.Number) throw new LakeException($"{place} and none that is newer; use the program and the contracts with which the lake was written");
        return ContractLineage.Find(version, contract)
            ?? throw new LakeException($"{place} and no way to it; keep the old contract as past/{contract.Dataset}/{file.ContractVersion}.odcs.yaml and give a later one a migration from {file.ContractVersion}");
    }
}
