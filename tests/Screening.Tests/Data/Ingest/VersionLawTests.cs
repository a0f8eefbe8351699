using System.Globalization;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>
/// Random deliveries of several files on a coarse grid of keys, moments and contents, plain and through mappings, with deletions and files that came before:
/// what becomes of each row, and what the lake holds in the end, against an oracle in memory.
/// </summary>
public sealed class VersionLawTests(ITestOutputHelper output) : IDisposable
{
    private const int Filler = 300;
    private const int RowsPerFile = 14;
    private readonly SomeDelivery _some = new();
    private readonly Dictionary<int, List<Version>> _stored = [];
    private readonly List<string> _delivered = [];
    private int _fillers = 1_000;
    private int _files;

    private enum Fate
    {
        Accepted,
        Known,
        NotFor,
        Collapsed,
        Broken,
        Duplicate,
        Conflict,
        TooLate,
    }

    private enum Mode
    {
        Plain,
        Mapped,
        DistinctRows,
        DistinctKeys,
    }

    [Fact]
    public void EveryRowHasTheFateThatTheOracleGivesIt()
    {
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        var seen = new HashSet<(Mode, Fate)>();
        for (var delivery = 0; delivery < 40; delivery++)
        {
            var mode = (Mode)(delivery % 4);
            var files = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Enumerable.Range(0, RowsPerFile).Select(_ => Draw(random, mode, delivery)).ToArray()).ToArray();
            var fates = Oracle(files, mode);
            List<string> paths = [.. files.Select(f => Write(f, mode))];
            // A file that came before, or stands twice in the delivery, adds nothing.
            var known = new HashSet<int>();
            if (random.Next(3) == 0) Insert(paths, known, random, _some.WriteBytes(FormattableString.Invariant($"copy-{delivery}.csv"), File.ReadAllBytes(paths[0])));
            var before = _delivered.Where(p => Path.GetFileName(p).StartsWith(mode.ToString(), StringComparison.Ordinal)).ToList();
            if (before.Count > 0 && random.Next(3) == 0) Insert(paths, known, random, before[random.Next(before.Count)]);

            Check(_some.Ingest(paths, "places", mode == Mode.Plain ? null : Mapping(mode)), paths, known, fates);
            foreach (var fate in fates.SelectMany(f => f)) seen.Add((mode, fate));
            _delivered.AddRange(paths);
        }
        Assert.Equal(Expected(), SomeDelivery.Read(
            $"SELECT concat_ws(' ', place_id, day(known_at), coalesce(latitude::INTEGER, 0), _deleted) FROM {_some.Lake.Snapshot().History(SomeDelivery.Contracts["places"])} WHERE NOT starts_with(place_id, 'F') ORDER BY 1"));
        AssertWide(seen);
    }

    public void Dispose() => _some.Dispose();

    /// <summary>Draws a row; the keys move on with the deliveries, so that each brings a key that the lake has not seen.</summary>
    private static Row Draw(Random random, Mode mode, int delivery)
    {
        var isGone = random.Next(5) == 0;
        return new Row(delivery + random.Next(6), random.Next(1, 7), isGone ? 0 : random.Next(1, 4), isGone, mode != Mode.Plain && random.Next(8) == 0, !isGone && random.Next(12) == 0);
    }

    /// <summary>Puts a file that is known into the delivery, behind the one that it may be a copy of.</summary>
    private static void Insert(List<string> paths, HashSet<int> known, Random random, string path)
    {
        var at = random.Next(1, paths.Count + 1);
        paths.Insert(at, path);
        var moved = known.Select(k => k >= at ? k + 1 : k).Append(at).ToList();
        known.Clear();
        known.UnionWith(moved);
    }

    /// <summary>Every fate was met in every mode that can have it.</summary>
    private static void AssertWide(HashSet<(Mode, Fate)> seen)
    {
        foreach (var mode in Enum.GetValues<Mode>())
        {
            foreach (var fate in Enum.GetValues<Fate>())
            {
                var can = fate switch
                {
                    Fate.NotFor => mode != Mode.Plain,
                    Fate.Collapsed => mode is Mode.DistinctRows or Mode.DistinctKeys,
                    Fate.Duplicate => mode is Mode.Plain or Mode.Mapped,
                    Fate.Conflict => mode != Mode.DistinctKeys,
                    _ => true,
                };
                Assert.True(can == seen.Contains((mode, fate)), FormattableString.Invariant($"{fate} in mode {mode}: can be {can}"));
            }
        }
    }

    private void Check(IngestReport report, List<string> paths, HashSet<int> known, Fate[][] fates)
    {
        var fresh = paths.Select((path, i) => (Name: Path.GetFileName(path), At: i)).Where(p => !known.Contains(p.At)).ToList();
        for (var i = 0; i < fresh.Count; i++)
        {
            var of = fates[i].CountBy(f => f).ToDictionary();
            long Count(Fate fate) => of.GetValueOrDefault(fate);
            var refused = Count(Fate.Broken) + Count(Fate.Duplicate) + Count(Fate.Conflict) + Count(Fate.TooLate);
            Assert.Equal(new IngestCounts(RowsPerFile + Filler, Count(Fate.Accepted) + Filler, Count(Fate.Known), refused, Count(Fate.NotFor), Count(Fate.Collapsed)), report.Files[fresh[i].At].Counts);
        }
        Assert.All(known, at => Assert.True(report.Files[at].AlreadyIngested && report.Files[at].Counts == default, paths[at]));

        var refusals = fresh.SelectMany((file, i) => fates[i].Select((fate, row) => (file.Name, Line: row + 2, Check: Check(fate)))).Where(r => r.Check.Length > 0).Select(r => FormattableString.Invariant($"{r.Name}|{r.Line}|{r.Check}"));
        var actual = report.QuarantineFile is null ? [] : SomeDelivery.Read($"SELECT concat_ws('|', file, line, check_name) FROM read_parquet('{Path.Combine(_some.Lake.FullPath, report.QuarantineFile)}')");
        Assert.Equal(refusals.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    private static string Check(Fate fate) => fate switch
    {
        Fate.Broken => "type",
        Fate.Duplicate => "duplicate",
        Fate.Conflict => "conflict",
        Fate.TooLate => "too_late",
        _ => "",
    };

    private IEnumerable<string> Expected() =>
        _stored.SelectMany(k => k.Value.Select(v => FormattableString.Invariant($"K{k.Key} {v.Day} {v.Content} {(v.IsGone ? "true" : "false")}"))).Order(StringComparer.Ordinal);

    private string Write(Row[] rows, Mode mode)
    {
        var name = FormattableString.Invariant($"{mode}-{_files++}.csv");
        var fillers = Enumerable.Range(_fillers, Filler).Select(n => FormattableString.Invariant($"F{n},Invented,DE,port,1,2,2024-04-01,,"));
        _fillers += Filler;
        var header = mode == Mode.Plain ? "place_id,name,country,kind,latitude,longitude,known_at,_deleted" : "id,name,land,what,lat,lon,known,gone,skip";
        var lines = rows.Select(r => r.Line()).Concat(fillers);
        return _some.Write(name, (mode == Mode.Plain ? lines.Select(l => l[..l.LastIndexOf(',')]) : lines).Prepend(header));
    }

    private string Mapping(Mode mode)
    {
        var path = Path.Combine(_some.Folder, mode + ".yaml");
        return File.Exists(path) ? path : _some.Write(mode + ".yaml", $$"""
            dataset: places
            where: "coalesce(\"skip\", '') <> 'yes'"
            delete_when: "\"gone\" = 'yes'"
            distinct: {{mode switch { Mode.DistinctRows => "true", Mode.DistinctKeys => "key", _ => "false" }}}
            columns:
              place_id: {from: id}
              name: {from: name}
              country: {from: land}
              kind: {from: what}
              latitude: {from: lat}
              longitude: {from: lon}
              known_at: {from: known}
            """);
    }

    private Fate[][] Oracle(Row[][] files, Mode mode)
    {
        var fates = files.Select(f => new Fate?[f.Length]).ToArray();
        var rows = files.SelectMany((f, file) => f.Select((row, at) => (row, file, at))).ToList();
        var taken = new List<Row>();
        foreach (var (row, file, at) in rows)
        {
            fates[file][at] = row.IsNotFor ? Fate.NotFor : row.IsBroken ? Fate.Broken
                : taken.Contains(row) ? mode is Mode.Plain or Mode.Mapped ? Fate.Duplicate : Fate.Collapsed
                : taken.Exists(r => (r.Key, r.Day) == (row.Key, row.Day)) ? mode == Mode.DistinctKeys ? Fate.Collapsed : Fate.Conflict
                : null;
            if (!row.IsNotFor && !row.IsBroken) taken.Add(row);
        }
        foreach (var (row, file, at) in rows.Where(r => fates[r.file][r.at] is null).OrderBy(r => r.row.Day)) fates[file][at] = Told(row);
        return [.. fates.Select(f => f.Select(fate => fate!.Value).ToArray())];
    }

    /// <summary>Newer than all that is stored: new unless it says the same as the newest. Else it is history told again, or too late.</summary>
    private Fate Told(Row row)
    {
        var versions = _stored.TryGetValue(row.Key, out var found) ? found : _stored[row.Key] = [];
        var newest = versions.MaxBy(v => v.Day);
        if (newest is not null && row.Day <= newest.Day) return versions.Exists(v => v.Says(row)) ? Fate.Known : Fate.TooLate;
        if (newest?.Says(row) == true) return Fate.Known;
        versions.Add(new Version(row.Day, row.Content, row.IsGone));
        return Fate.Accepted;
    }

    private sealed record Row(int Key, int Day, int Content, bool IsGone, bool IsNotFor, bool IsBroken)
    {
        public string Line() => FormattableString.Invariant(
            $"K{Key},Invented,DE,port,{(IsBroken ? "x" : IsGone ? "" : Content.ToString(CultureInfo.InvariantCulture))},2,2024-05-0{Day},{(IsGone ? "yes" : "")},{(IsNotFor ? "yes" : "")}");
    }

    private sealed record Version(int Day, int Content, bool IsGone)
    {
        public bool Says(Row row) => (Content, IsGone) == (row.Content, row.IsGone);
    }
}
