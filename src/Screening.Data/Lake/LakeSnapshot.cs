using System.Security.Cryptography;
using Screening.Data.Contracts;

namespace Screening.Data.Lakes;

/// <summary>The lake as one manifest names it. Later writers do not change it.</summary>
public sealed class LakeSnapshot
{
    private readonly Lake _lake;
    private readonly Manifest _manifest;
    private readonly Lazy<IReadOnlyList<LakeSource>> _sources;
    private readonly string _directory;

    internal LakeSnapshot(Lake lake, Manifest manifest)
    {
        _lake = lake;
        _directory = lake.FullPath;
        _manifest = manifest;
        _sources = new(() => manifest.InlineSources ?? lake.Sources.Read(manifest.Sources));
    }

    /// <summary>The manifest's number, from 1; 0 is the empty lake before its first manifest.</summary>
    public long Number => _manifest.Number;

    /// <summary>A chain of SHA-256 over the files of all deliveries, 64 hexadecimal digits: the same deliveries in the same order, the same id. Compaction leaves it as it is.</summary>
    public string Id => _manifest.ContentId;

    /// <summary>When the delivery that made this snapshot came; the Unix epoch for the empty lake.</summary>
    public DateTime DeliveredAtUtc => _manifest.DeliveredAtUtc;

    /// <summary>Every source ever ingested, in the order of ingestion.</summary>
    /// <exception cref="LakeException">A list of sources is missing or damaged.</exception>
    public IReadOnlyList<LakeSource> Sources => _sources.Value;

    /// <summary>How many sources there are, without reading them.</summary>
    public int SourceCount => _manifest.InlineSources?.Count ?? _manifest.Sources.Sum(s => s.Count);

    /// <summary>The sources of the delivery that made this snapshot; none when a compaction made it. In format 1 they are those that the snapshot before does not have.</summary>
    /// <exception cref="LakeException">As for <see cref="Sources"/>.</exception>
    public IReadOnlyList<LakeSource> AddedSources => [.. Sources.Skip(SourceCount - (_manifest.AddedSources ?? SourceCount - _lake.SourcesBefore(Number)))];

    /// <summary>True when a compaction made this snapshot: the files are others than before, the rows are the same.</summary>
    public bool IsCompaction => _manifest.MadeBy == ManifestMaker.Compaction;

    /// <summary>True when retention made this snapshot: some rows are gone for good.</summary>
    public bool IsRetention => _manifest.MadeBy == ManifestMaker.Retention;

    /// <summary>Hash of the manifest before this one; null for the first, and where the manifest is of format 1.</summary>
    public string? ParentSha256 => _manifest.PreviousSha256;

    /// <summary>Every file, by dataset, day and path.</summary>
    public IReadOnlyList<LakeFile> AllFiles => _manifest.Files;

    /// <summary>A dataset's files, by day and path; none when nothing was ever accepted.</summary>
    public IReadOnlyList<LakeFile> Files(string dataset) => [.. _manifest.Files.Where(f => f.Dataset == dataset)];

    /// <summary>Like <see cref="Id"/>, of one dataset; null when nothing was ever accepted.</summary>
    public string? DatasetId(string dataset) => _manifest.DatasetIds.GetValueOrDefault(dataset);

    /// <summary>A dataset's rows, over all its files.</summary>
    public long Rows(string dataset) => _manifest.Files.Where(f => f.Dataset == dataset).Sum(f => f.Rows);

    /// <summary>The full path of a file of this snapshot.</summary>
    public string FullPath(LakeFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Path.Combine(_directory, file.Path);
    }

    /// <summary>
    /// SQL text that stands where a table stands and has the contract's columns in the contract's order: every version of every row, without the rows that
    /// delete a key. Files of older contracts are read as the contract's migrations say; a column that they lack is NULL. Rows come in no promised order.
    /// </summary>
    /// <exception cref="LakeException">A file is newer than the contract, or no migration leads from its version.</exception>
    public string Relation(DataContract contract) => $"(SELECT {LakeRelation.Names(contract)} FROM {Everything(contract)} WHERE {Sql.Identifier(PhysicalColumns.Deleted)} IS DISTINCT FROM true)";

    /// <summary>
    /// As <see cref="Relation"/>, with the rows that delete a key (only the key and known_at have values) and with three more columns: <c>_deleted</c>, false
    /// where a file has no such column, <c>_source</c> and <c>_line</c>, NULL where it has none.
    /// </summary>
    /// <exception cref="LakeException">A file is newer than the contract, or no migration leads from its version.</exception>
    public string History(DataContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return History(contract, Files(contract.Dataset));
    }

    /// <summary>As <see cref="History(DataContract)"/>, of some of the dataset's files.</summary>
    internal string History(DataContract contract, IReadOnlyList<LakeFile> files)
    {
        var deleted = Sql.Identifier(PhysicalColumns.Deleted);
        return $"(SELECT {LakeRelation.Names(contract)}, coalesce({deleted}, false) AS {deleted}, {Sql.Identifier(PhysicalColumns.Source)}, {Sql.Identifier(PhysicalColumns.Line)} FROM {LakeRelation.Of(contract, files, FullPath)})";
    }

    /// <summary>As <see cref="Relation"/>, with one row a key: the one that became known last. A key whose last row deletes it is left out; if a row and a deletion became known together, the deletion counts.</summary>
    /// <exception cref="LakeException">A file is newer than the contract, or no migration leads from its version.</exception>
    public string Current(DataContract contract)
    {
        var names = LakeRelation.Names(contract);
        var key = string.Join(", ", contract.Key.Select(c => Sql.Identifier(c.Name)));
        var (deleted, knownAt) = (Sql.Identifier(PhysicalColumns.Deleted), Sql.Identifier(DataContract.KnownAt));
        return $"(SELECT {names} FROM (SELECT {names}, {deleted} FROM {History(contract)} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {knownAt} DESC, {deleted} DESC) = 1) WHERE NOT {deleted})";
    }

    internal Manifest Manifest => _manifest;

    /// <summary>Reads every file, and every list of sources, and compares size and hash with the manifest.</summary>
    /// <returns>One sentence per file that is missing or changed; none when the snapshot is whole.</returns>
    public IReadOnlyList<string> Verify(CancellationToken cancellation = default)
    {
        var problems = new List<string>();
        foreach (var file in _manifest.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var path = FullPath(file);
            if (!File.Exists(path))
            {
                problems.Add($"{file.Path} is missing");
                continue;
            }
            using var stream = File.OpenRead(path);
            if (stream.Length != file.Bytes) problems.Add(FormattableString.Invariant($"{file.Path} has {stream.Length} bytes, the manifest says {file.Bytes}"));
            else if (Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256) problems.Add($"{file.Path} does not have the hash that the manifest says");
        }
        problems.AddRange(_lake.Sources.Verify(_manifest.Sources));
        problems.AddRange(_lake.Retired.Verify(_manifest.Retired));
        return problems;
    }

    private string Everything(DataContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return LakeRelation.Of(contract, Files(contract.Dataset), FullPath);
    }
}
