using System.Globalization;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Random deliveries on a coarse grid of keys, moments and contents, row by row against an oracle.</summary>
public sealed class VersionLawTests(ITestOutputHelper output) : IDisposable
{
    private const int Filler = 300;
    private readonly SomeDelivery _some = new();
    private readonly Dictionary<int, List<(int Day, int Content)>> _stored = [];

    [Fact]
    public void EveryRowHasTheFateThatTheOracleGivesIt()
    {
        var seed = Environment.TickCount;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        for (var delivery = 0; delivery < 12; delivery++)
        {
            var rows = Enumerable.Range(0, 14).Select(_ => (Key: random.Next(6), Day: random.Next(1, 7), Content: random.Next(1, 4))).ToList();
            var expected = Oracle(rows);
            var file = _some.Orders(
                FormattableString.Invariant($"{delivery}.csv"),
                [.. rows.Select(r => Row(r.Key, r.Day, r.Content)), .. SomeDelivery.Orders(Filler, from: 1_000 * (delivery + 1))]);
            var report = _some.Ingest(file);

            var refused = report.QuarantineFile is null ? [] : _some.Quarantine(report).Select(q => (Line: int.Parse(q.Split('|')[0], CultureInfo.InvariantCulture), Check: q.Split('|')[3])).ToList();
            Assert.Equal(expected.Select((fate, i) => (Line: i + 2, Check: fate)).Where(f => f.Check is not ("accepted" or "known")), refused);
            Assert.Equal(expected.Count(f => f == "accepted") + Filler, report.Total.Accepted);
            Assert.Equal(expected.Count(f => f == "known"), report.Total.AlreadyKnown);
            // Every row names a seller that nobody knows: those that are accepted count, and no others.
            Assert.Equal(report.Total.Accepted, report.UnresolvedReferences.Single(r => r.Column == "seller_id").Rows);
        }
        var stored = _stored.SelectMany(k => k.Value.Select(v => FormattableString.Invariant($"{k.Key} {v.Day} {v.Content}"))).Order(StringComparer.Ordinal);
        Assert.Equal(stored, _some.Query("SELECT concat_ws(' ', substr(order_id, 4)::INTEGER, day(known_at), quantity::INTEGER) FROM {dataset} WHERE substr(order_id, 4)::INTEGER < 1000 ORDER BY 1"));
    }

    public void Dispose() => _some.Dispose();

    private static string Row(int key, int day, int content) => SomeDelivery.Order(
        key, ("known_at", FormattableString.Invariant($"2024-05-0{day}")), ("ordered_at", "2024-04-01"), ("quantity", content.ToString(CultureInfo.InvariantCulture)));

    private string[] Oracle(List<(int Key, int Day, int Content)> rows)
    {
        var fates = new string[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var before = rows.Take(i).ToList();
            if (before.Contains(rows[i])) fates[i] = "duplicate";
            else if (before.Exists(r => (r.Key, r.Day) == (rows[i].Key, rows[i].Day))) fates[i] = "conflict";
        }
        foreach (var i in Enumerable.Range(0, rows.Count).Where(i => fates[i] is null).OrderBy(i => rows[i].Day))
        {
            var row = rows[i];
            var versions = _stored.TryGetValue(row.Key, out var found) ? found : _stored[row.Key] = [];
            var newest = versions.Count == 0 ? 0 : versions.Max(v => v.Day);
            // Newer than all that is stored: new unless it says the same as the newest. Else it is history told again, or too late.
            if (row.Day > newest) fates[i] = versions.Count > 0 && versions.MaxBy(v => v.Day).Content == row.Content ? "known" : "accepted";
            else fates[i] = versions.Exists(v => v.Content == row.Content) ? "known" : "too_late";
            if (fates[i] == "accepted") versions.Add((row.Day, row.Content));
        }
        return fates;
    }
}
