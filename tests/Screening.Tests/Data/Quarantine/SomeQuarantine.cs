using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Quarantines;
using Screening.Tests.Data.Ingest;

namespace Screening.Tests.Data.Quarantines;

/// <summary>What tests do with refused rows.</summary>
internal static class SomeQuarantine
{
    public static readonly DateTime Later = new(2024, 7, 1, 8, 0, 0, DateTimeKind.Utc);

    public static RefusedDelivery Find(this SomeDelivery some, string begins = "")
    {
        using var quarantine = Quarantine.Open(some.Lake);
        return quarantine.Find(begins.Length > 0 ? begins : quarantine.List()[0].Delivery);
    }

    public static DeliverySummary Summary(this SomeDelivery some, string dataset = "orders")
    {
        using var quarantine = Quarantine.Open(some.Lake);
        return quarantine.List(dataset)[^1];
    }

    /// <summary>Records as <c>line|column|check|open</c>.</summary>
    public static IReadOnlyList<string> Records(this SomeDelivery some)
    {
        using var quarantine = Quarantine.Open(some.Lake);
        return [.. quarantine.Records(quarantine.Find(quarantine.List()[0].Delivery), null, null, 1000).Select(r => $"{r.Line}|{r.Column ?? "-"}|{r.Check}|{(r.IsOpen ? "open" : "settled")}")];
    }

    public static IngestReport Replay(this SomeDelivery some, Func<ReplayRequest, ReplayRequest>? with = null) => Replay(some, with, null, CancellationToken.None);

    /// <summary>A replay that is cancelled when it is about to commit.</summary>
    public static void ReplayUntilCommit(this SomeDelivery some, Func<ReplayRequest, ReplayRequest> with)
    {
        using var source = new CancellationTokenSource();
        Replay(some, with, new Stop(source), source.Token);
    }

    /// <summary>The first column of a query over every row of a dataset with its lineage; <c>{history}</c> stands for it.</summary>
    public static IReadOnlyList<string> History(this SomeDelivery some, string sql, string dataset = "orders") =>
        SomeDelivery.Read(sql.Replace("{history}", some.Lake.Snapshot().History(SomeDelivery.Contracts[dataset]), StringComparison.Ordinal));

    /// <summary>A mapping of every order column from the column of its name, with some replaced.</summary>
    public static string Mapping(this SomeDelivery some, string name, params (string Column, string Entry)[] columns)
    {
        var entries = SomeDelivery.OrderColumns.Select(c => $"  {c}: {columns.FirstOrDefault(e => e.Column == c).Entry ?? $"{{from: {c}}}"}");
        return some.Write(name, entries.Prepend("columns:").Prepend("dataset: orders"));
    }

    public static void Execute(string sql)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute(sql);
    }

    /// <summary>An export of the open rows.</summary>
    public static string Export(this SomeDelivery some, string format = "csv")
    {
        var path = Path.Combine(some.Folder, "export." + format);
        QuarantineExport.Write(some.Lake, some.Find(), format, settledToo: false, path);
        return path;
    }

    private static IngestReport Replay(SomeDelivery some, Func<ReplayRequest, ReplayRequest>? with, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        var request = new ReplayRequest { Delivery = some.Find(), DeliveredAtUtc = Later, Threads = 2 };
        return QuarantineReplay.Run(some.Lake, SomeDelivery.Contracts, with?.Invoke(request) ?? request, progress, cancellation);
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value)
        {
            if (value.Stage == "committing") source.Cancel();
        }
    }
}
