using System.Globalization;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Parties;

namespace Screening.Data.Lists;

/// <summary>What became of an import of lists.</summary>
/// <param name="Mapping">The mapping file's name; null for files in the contract's shape.</param>
/// <param name="Ingest">The delivery, row by row accounted for.</param>
/// <param name="Diff">Against what the lake held of the same lists.</param>
/// <param name="Warnings">Losses that were confirmed.</param>
public sealed record ListImportReport(string? Mapping, IngestReport Ingest, ListDiff Diff, IReadOnlyList<string> Warnings);

/// <summary>Takes published lists into the lake as a delivery. One that loses known members, or more than a bounded share, is refused until it is confirmed.</summary>
public static class ListImport
{
    /// <summary>Share of a list's entries that may go at once.</summary>
    public const double MostLost = 0.02;

    private const double MostAliasesLost = 0.05;
    private const int HashLength = 16;
    private const int FewestLost = 3;
    private const int FewestMembers = 10;
    private const double MemberShare = 0.01;

    /// <summary>Runs an import: first into a lake beside, to see what it would change, then for good. Entries that went are told as deletions in a second delivery.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="contracts">Contracts; the mapping files lie in <c>mappings</c> beside them.</param>
    /// <param name="files">The files of one publication.</param>
    /// <param name="mappings">Folder of the mapping files.</param>
    /// <param name="deliveredAtUtc">When they came.</param>
    /// <param name="isConfirmed">Whether losses are wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">The files are no list that is known, hold no entry, or lose what they should not; nothing was taken in.</exception>
    public static ListImportReport Run(Lake lake, ContractStore contracts, IReadOnlyList<string> files, string mappings, DateTime deliveredAtUtc, bool isConfirmed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        string? mapping = Mapping(files) is { } name ? Path.Combine(mappings, name) : null;
        var request = new IngestRequest { Dataset = RestrictedLists.Dataset, Files = files, MappingFile = mapping, DeliveredAtUtc = deliveredAtUtc };
        IReadOnlyList<ListEntry> incoming = Incoming(contracts, request, cancellation);
        if (incoming.Count == 0) throw new IngestException($"{string.Join(", ", files.Select(Path.GetFileName))}: no entry could be read; a list of none would clear everybody");
        HashSet<string> publications = [.. incoming.Select(Publication)];
        List<ListEntry> before = [.. RestrictedLists.Read(lake.Snapshot(), contracts, cancellation).Where(e => publications.Contains(Publication(e)))];
        ListDiff diff = ListDiff.Of(before, incoming);
        IReadOnlyList<string> losses = Losses(before, incoming, diff);
        if (losses.Count > 0 && !isConfirmed) throw new IngestException($"the import is refused: {string.Join("; ", losses)}; if that is so, import it with --confirm");
        IngestReport report = Ingestion.Run(lake, contracts, request, null, cancellation);
        Delete(lake, contracts, before, incoming, deliveredAtUtc, cancellation);
        return new ListImportReport(Path.GetFileName(mapping), report, diff, losses);
    }

    /// <summary>The mapping file for files of a known publication by what they begin with; null for files in the contract's shape.</summary>
    /// <exception cref="IngestException">They are none.</exception>
    public static string? Mapping(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0) throw new IngestException("the import names no file");
        string first = FirstLine(files[0]), name = Path.GetFileName(files[0]);
        if (name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)) return null;
        if (first.StartsWith('<') || name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)) return "un.yaml";
        HashSet<string> header = [.. first.Split(',').Select(c => c.Trim().Trim('"').ToLowerInvariant())];
        if (header.IsSupersetOf(["entry_id", "list_id", "name"])) return null;
        if (header.IsSupersetOf(["source", "alt_names", "name"])) return "csl.yaml";
        if (header.IsSupersetOf(["list_id", "name", "aliases"])) return "us-restricted-parties.yaml";
        if (first.Length > 0 && char.IsAsciiDigit(first[0])) return "ofac.yaml";
        throw new IngestException($"{name}: begins with '{(first.Length > 80 ? first[..80] : first)}'; accepted: the Consolidated Screening List (source, ..., alt_names), OFAC's sdn, alt and add, the UN's XML, a flat list (list_id, name, aliases, ...) or the contract's columns (entry_id, ...)");
    }

    /// <summary>What an import would lose that it should not, one sentence each.</summary>
    public static IReadOnlyList<string> Losses(IReadOnlyList<ListEntry> before, IReadOnlyList<ListEntry> incoming, ListDiff diff)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(incoming);
        ArgumentNullException.ThrowIfNull(diff);
        var losses = new List<string>();
        foreach (IGrouping<string, ListEntry> list in before.GroupBy(e => e.ListId).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            int removed = diff.Removed.Count(r => r.ListId == list.Key), had = list.Count();
            if (removed > Math.Max(FewestLost, MostLost * had))
                losses.Add(string.Create(CultureInfo.InvariantCulture, $"{removed:#,0} of {had:#,0} entries of {list.Key} would go ({100.0 * removed / had:0.0} %, {100 * MostLost:0} % is accepted)"));
            long aliases = list.Sum(e => (long)e.Aliases.Count), now = incoming.Where(e => e.ListId == list.Key).Sum(e => (long)e.Aliases.Count);
            if (aliases >= FewestMembers && now < aliases * (1 - MostAliasesLost))
                losses.Add(string.Create(CultureInfo.InvariantCulture, $"{aliases - now:#,0} of {aliases:#,0} aliases of {list.Key} would go"));
        }

        // The best documented entries are the known ones: one of them missing is a change of format before it is a change of the world.
        HashSet<string> gone = [.. diff.Removed.Select(r => r.EntryId)];
        int members = Math.Max(FewestMembers, (int)(before.Count * MemberShare));
        List<string> lost = [.. before.Where(e => e.Aliases.Count >= FewestLost).OrderByDescending(e => e.Aliases.Count).ThenBy(e => e.EntryId, StringComparer.Ordinal).Take(members).Where(e => gone.Contains(e.EntryId)).Select(e => e.Name)];
        if (lost.Count > 0) losses.Add($"known members would go: {string.Join(", ", lost.Take(5))}{(lost.Count > 5 ? $" and {lost.Count - 5} others" : "")}");
        return losses;
    }

    private static IReadOnlyList<ListEntry> Incoming(ContractStore contracts, IngestRequest request, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("screening-list-").FullName;
        try
        {
            Lake beside = Lake.Create(folder);
            Ingestion.Run(beside, contracts, request, null, cancellation);
            return RestrictedLists.Read(beside.Snapshot(), contracts, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Delete(Lake lake, ContractStore contracts, List<ListEntry> before, IReadOnlyList<ListEntry> incoming, DateTime at, CancellationToken cancellation)
    {
        HashSet<string> now = [.. incoming.Select(e => e.EntryId)];
        List<string> gone = [.. before.Select(e => e.EntryId).Where(id => !now.Contains(id))];
        if (gone.Count == 0) return;
        string folder = Directory.CreateTempSubdirectory("screening-list-").FullName;
        try
        {
            string moment = at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), file = Path.Combine(folder, $"removed-{at.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}.csv");
            File.WriteAllText(file, string.Concat(gone.Select(id => $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\",,,{moment},true\n").Prepend("entry_id,list_id,name,known_at,_deleted\n")), new UTF8Encoding(false));
            Ingestion.Run(lake, contracts, new IngestRequest { Dataset = RestrictedLists.Dataset, Files = [file], DeliveredAtUtc = at }, null, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What comes in one publication: OFAC's, the UN's, the Consolidated Screening List, the flat list (its entries have a hash for a number), or a list of its own.</summary>
    private static string Publication(ListEntry entry)
    {
        if (entry.ListId.StartsWith("csl-", StringComparison.Ordinal)) return "csl";
        bool isHashed = entry.EntryId.Length == entry.ListId.Length + 1 + HashLength && entry.EntryId.StartsWith(entry.ListId, StringComparison.Ordinal) && entry.EntryId[^HashLength..].All(char.IsAsciiHexDigitLower);
        return isHashed ? "flat" : entry.ListId;
    }

    private static string FirstLine(string file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        char[] start = new char[4096];
        int length = reader.ReadBlock(start);
        return new string(start, 0, length).TrimStart('\uFEFF').Split('\n')[0].Trim('\r', ' ');
    }
}
