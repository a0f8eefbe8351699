using Screening.Alerts;
using Screening.Data.Store;
using Screening.Typologies;

namespace Screening.Tests.Data.Store;

/// <summary>Nights and alerts for the store, whose numbers do not matter.</summary>
internal static class SomeNight
{
    public static DateOnly Day(int day) => new(2025, 6, day);

    /// <summary>A night of a run that lists some subjects by rank; ids come from the open alerts, else from the night.</summary>
    public static NightlyList Of(DateOnly date, string run, IReadOnlyDictionary<string, OpenAlert>? open, params string[] subjects) => new()
    {
        RunId = run,
        Date = date,
        AsOf = AsOf(date),
        Versions = new VersionSet("1-abc", "none", "fs", "1.0.0-abc", "blend"),
        Alerts = [.. subjects.Select((s, i) => Alert(s, date, i + 1, open?.GetValueOrDefault(s)?.AlertId))],
        Capacity = 20,
        OrdersAssessed = 7,
        SubjectsAssessed = 5,
        NewOrders = 3,
        PeersFitted = 2,
        Known = [new KnownRows("products", 11)],
        Blind = ["No shipment is loaded: routes were not assessed."],
    };

    public static NightlyList Of(AlertStore store, DateOnly date, string run, params string[] subjects) => Of(date, run, store.OpenAlertsBefore(date), subjects);

    public static IEnumerable<ScoreRow> Scores(DateOnly date, int count = 3) =>
        Enumerable.Range(1, count).Select(i => new ScoreRow($"SO-{i}", 1, AsOf(date), -5.5 + i, 0.25));

    public static Alert Alert(string subject, DateOnly date, int rank, string? id = null) => new()
    {
        Id = id ?? AlertStore.NewAlertId(subject, date),
        Subject = subject,
        Name = $"Name of {subject}",
        Country = "SG",
        Kind = "neocloud",
        AgeDays = null,
        Members = [subject],
        Rank = rank,
        Lane = Lane.SmallCertain,
        Risk = 0.1 + 0.2,
        Margin = -0.8472978603872036,
        Priority = 1.0 / 3,
        StakeH100e = 512,
        StakeUsd = 17_203_200.01,
        Sentence = "560 kW of accelerators ordered so far.",
        Reasons = [new Reason("T01", "Over capacity", "over capacity", "560 kW", 3.9, "DSET")],
        NotAssessed = ["lists: no restricted-party list is loaded"],
        ListMatches = [new ListHit("payer", "P", "N", "L", "E")],
        OrderId = "SO-1",
        OrderVersion = 2,
        Orders = [new AlertOrder("SO-1", 2, "placed", AsOf(date), "P", null, "SG", 512, 17_203_200.01, ["64 x Server"])],
        Changed = "new tonight",
        ShownProbability = 1,
        AsOf = AsOf(date),
        Evidence = new AlertEvidence(
            1000, null, [new OrderPoint(date, "SO-1", 560, 512, 17_203_200.01)], [new StatementPoint(date, 3e9, 2.9e9, null)],
            [new RouteLeg("SIN", 1.36, 103.99, "HKG", 22.31, 113.91, true)]),
    };

    private static DateTime AsOf(DateOnly date) => date.ToDateTime(new TimeOnly(23, 59, 59, 999, 999), DateTimeKind.Utc);
}
