using System.Diagnostics;
using System.IO.Compression;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Transliteration;
using Screening.Parties;
using Screening.Simulation.Spellings;

namespace Screening.Cli.Benchmarks.Names;

/// <summary>Recall of mutated list names.</summary>
/// <param name="Mutation">What was done to them.</param>
/// <param name="Names">How many it applied to.</param>
/// <param name="RecallAt10">Share whose entry, or one of the same name, is among the first ten.</param>
/// <param name="AtReview">Share that reaches the review threshold.</param>
/// <param name="AtHold">Share that reaches the hold threshold.</param>
internal sealed record RecallFigure(string Mutation, int Names, double RecallAt10, double AtReview, double AtHold);

/// <summary>Hits of names that have nothing to do with the lists.</summary>
/// <param name="Names">Which.</param>
/// <param name="Count">How many.</param>
/// <param name="AtHold">Share that would be held.</param>
/// <param name="AtReview">Share that somebody would look at.</param>
/// <param name="Held">Some that would be held.</param>
internal sealed record FalseHitFigure(string Names, int Count, double AtHold, double AtReview, IReadOnlyList<string> Held);

/// <summary>Times of questions.</summary>
internal sealed record SpeedFigure(
    int Entries, int ListedNames, double BuildSeconds, double MemoryMegabytes, double MedianMilliseconds, double Percentile95Milliseconds, double QueriesPerSecondPerCore, int Customers, int Threads, double CustomersSeconds);

/// <summary>All figures of names; null where the shared data are missing.</summary>
internal sealed record NameFigures(PairFigures? Pairs, double? RecallEntries, IReadOnlyList<RecallFigure> Recall, IReadOnlyList<FalseHitFigure> FalseHits, SpeedFigure? Speed, IReadOnlyList<string> Missing);

/// <summary>Measures the matcher: published pairs, mutated list names, unrelated names, time.</summary>
internal sealed class NameBench(string data, ContractStore contracts, string mappings, CancellationToken cancellation)
{
    private const int Mutated = 2000;
    private const int Invented = 20_000;
    private const int SpeedEntries = 25_000;
    private const int Customers = 100_000;
    private const int Queries = 5000;
    private readonly List<string> _missing = [];
    private readonly NameFolding _folding = NameTables.Folding(contracts);

    public NameFigures Run(int threads)
    {
        PairFigures? pairs = Exists("names/pairs-dev.csv") is { } file ? PairBench.Run(NamePair.Read(file), new NameMatcher(_folding)) : null;
        List<ListEntry> entries = Lists();
        if (entries.Count == 0) return new NameFigures(pairs, null, [], [], null, _missing);
        NameIndex index = NameIndex.Build(entries, _folding);
        return new NameFigures(pairs, Mutated, Recall(index), FalseHits(index), Speed(entries, threads), _missing);
    }

    private List<RecallFigure> Recall(NameIndex index)
    {
        var random = new Random(20260715);
        ListEntry[] chosen = [.. index.Entries.Where(e => e.Name.All(char.IsAscii)).OrderBy(e => StableHash(e.EntryId)).Take(Mutated)];
        var figures = new List<RecallFigure>();
        foreach (NameMutation mutation in Enum.GetValues<NameMutation>())
        {
            (int names, int found, int review, int hold) = (0, 0, 0, 0);
            foreach (ListEntry entry in chosen)
            {
                cancellation.ThrowIfCancellationRequested();
                if (NameMutator.Mutate(entry.Name, mutation, random) is not { } mutated) continue;
                names++;
                NameAnswer answer = index.Find(new NameQuery(mutated), 10);
                string key = NameKey.Of(entry.Name);
                NameMatch? hit = answer.Matches.Take(10).FirstOrDefault(m => m.Entry.EntryId == entry.EntryId || NameKey.Of(m.Entry.Name) == key);
                if (hit is not null) found++;
                if (hit?.Score >= index.Thresholds.Review) review++;
                if (hit?.Score >= index.Thresholds.Hold) hold++;
            }

            figures.Add(new RecallFigure(mutation.ToString(), names, found / (double)Math.Max(1, names), review / (double)Math.Max(1, names), hold / (double)Math.Max(1, names)));
        }

        return figures;
    }

    // FNV-1a: which entries are taken must not change from run to run.
    private static uint StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text) hash = unchecked((hash ^ c) * 16777619);
        return hash ^ (hash >> 15);
    }

    private List<FalseHitFigure> FalseHits(NameIndex index)
    {
        var random = new Random(20260716);
        var figures = new List<FalseHitFigure>();
        if (Exists("companies/sec-2010q2.zip") is { } zip) figures.Add(Hits(index, "filers", [.. Filers(zip).Distinct(StringComparer.Ordinal)]));
        if (Exists("scms/SCMS_Delivery_History_Dataset.csv") is { } scms) figures.Add(Hits(index, "vendors", [.. Column(scms, "Vendor").Distinct(StringComparer.Ordinal)]));
        figures.Add(Hits(index, "invented", [.. Enumerable.Range(0, Invented).Select(_ => InventedNames.Next(random))]));
        return figures;
    }

    private static FalseHitFigure Hits(NameIndex index, string what, string[] names)
    {
        (string Name, int Entry, double Score)[] best = [.. names.Select(n => (n, index.Best(new NameQuery(n)))).Select(b => (b.n, b.Item2.Entry, b.Item2.Score))];
        return new FalseHitFigure(
            what, names.Length, best.Count(b => b.Score >= index.Thresholds.Hold) / (double)names.Length, best.Count(b => b.Score >= index.Thresholds.Review) / (double)names.Length,
            [.. best.Where(b => b.Score >= index.Thresholds.Hold).Take(10).Select(b => FormattableString.Invariant($"{b.Name} -> {index.Entries[b.Entry].Name} {b.Score:0.000}"))]);
    }

    private SpeedFigure Speed(List<ListEntry> entries, int threads)
    {
        var random = new Random(20260717);
        List<ListEntry> many = [.. entries];
        for (int i = many.Count; i < SpeedEntries; i++) many.Add(new ListEntry { EntryId = FormattableString.Invariant($"invented-{i}"), ListId = "invented", Name = InventedNames.Next(random), Aliases = [InventedNames.Next(random)] });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        NameIndex index = NameIndex.Build(many, _folding);
        double build = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        string[] queries = [.. Enumerable.Range(0, Queries).Select(i => i % 2 == 0 ? InventedNames.Next(random) : NameMutator.Mutate(many[random.Next(many.Count)].Name, NameMutation.DeletedLetter, random) ?? many[random.Next(many.Count)].Name)];
        foreach (string query in queries.Take(500)) index.Find(new NameQuery(query));
        double[] times = new double[queries.Length];
        start = Stopwatch.GetTimestamp();
        for (int i = 0; i < queries.Length; i++)
        {
            long at = Stopwatch.GetTimestamp();
            index.Find(new NameQuery(queries[i]));
            times[i] = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
        }

        double perSecond = queries.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(times);
        string[] customers = [.. Enumerable.Range(0, Customers).Select(_ => InventedNames.Next(random))];
        start = Stopwatch.GetTimestamp();
        Parallel.ForEach(customers, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, name => index.Best(new NameQuery(name)));
        double all = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new SpeedFigure(many.Count, index.NameCount, build, megabytes, times[times.Length / 2], times[times.Length * 95 / 100], perSecond, Customers, threads, all);
    }

    private List<ListEntry> Lists()
    {
        string[][] publications = [["lists/us-restricted-parties.csv"], ["lists/ofac/sdn.csv", "lists/ofac/alt.csv", "lists/ofac/add.csv"], ["lists/un-consolidated.xml"]];
        string folder = Directory.CreateTempSubdirectory("screening-bench-").FullName;
        try
        {
            Lake lake = Lake.Create(folder);
            foreach (string[] files in publications)
            {
                string?[] found = [.. files.Select(Exists)];
                if (!found.Contains(null)) ListImport.Run(lake, contracts, [.. found.OfType<string>()], mappings, TimeProvider.System.GetUtcNow().UtcDateTime, isConfirmed: false, cancellation);
            }

            return [.. RestrictedLists.Read(lake.Snapshot(), contracts, cancellation)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string? Exists(string relative)
    {
        string path = Path.Combine(data, relative);
        if (File.Exists(path)) return path;
        _missing.Add(relative);
        return null;
    }

    private static IEnumerable<string> Filers(string zip)
    {
        using ZipArchive archive = ZipFile.OpenRead(zip);
        using var reader = new StreamReader(archive.GetEntry("sub.txt")!.Open());
        int name = Array.IndexOf(reader.ReadLine()!.Split('\t'), "name");
        while (reader.ReadLine() is { } line) yield return line.Split('\t')[name];
    }

    private static IEnumerable<string> Column(string file, string column)
    {
        int at = -1;
        foreach (IReadOnlyList<string> row in CsvText.Read(file))
        {
            if (at < 0) at = row.ToList().FindIndex(c => c.Trim('\uFEFF') == column);
            else if (row.Count > at) yield return row[at];
        }
    }
}
