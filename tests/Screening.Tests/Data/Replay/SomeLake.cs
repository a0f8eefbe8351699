using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Replay;
using Screening.Records;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Replay;

/// <summary>A lake to which rows are told in words such as <c>party_id=P-1</c>, and the log that is read of it.</summary>
internal sealed class SomeLake : IDisposable
{
    public const string Noon = "2024-05-01 12:00:00", Later = "2024-05-02 12:00:00", Latest = "2024-05-03 12:00:00";
    private readonly SomeDelivery _delivery = new();
    private int _files;

    public static long At(string text) => Micros.FromDateTime(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    public static long Day(string text) => Micros.StartOf(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static int Country(string code) => CountryCode.Of(code);

    public void Dispose() => _delivery.Dispose();

    /// <summary>Tells rows, all known at one moment.</summary>
    public SomeLake Tell(string dataset, string knownAt, params string[][] rows)
    {
        string[] columns = [.. SomeDelivery.Contracts[dataset].ColumnNames, "_deleted"];
        IEnumerable<string> lines = rows.Select(row =>
        {
            Dictionary<string, string> cells = row.Append($"known_at={knownAt}").Select(cell => cell.Split('=', 2)).ToDictionary(cell => cell[0], cell => cell[1], StringComparer.Ordinal);
            Assert.All(cells.Keys, cell => Assert.Contains(cell, columns));
            return string.Join(',', columns.Select(c => cells.GetValueOrDefault(c, "")));
        });
        Assert.Equal(rows.Length, _delivery.Ingest(_delivery.Write($"{_files++}.csv", lines.Prepend(string.Join(',', columns))), dataset).Total.Accepted);
        return this;
    }

    /// <summary>
    /// Tells a row with every column and one that says no more than it must, then the first again with something changed, and then that it is gone.
    /// The rows of the log are those four, in that order, and the last two are as the first but for what was changed.
    /// </summary>
    public EventLog TellFour<TRow, TKey>(string dataset, EventKind kind, Func<EventLog, Rows<TRow>> table, string[] full, string[] least, string change, Func<TRow, TRow> changed)
        where TRow : struct, ITelling<TRow, TKey>
        where TKey : notnull
    {
        static string Column(string cell) => cell.Split('=')[0];
        DataContract contract = SomeDelivery.Contracts[dataset];
        Assert.Equal(contract.ColumnNames.Where(c => c != "known_at").Order(), full.Select(Column).Order());
        Assert.Equal(contract.Columns.Where(c => c.Required && c.Name != "known_at").Select(c => c.Name).Order(), least.Select(Column).Order());
        Tell(dataset, Noon, full, least);
        Tell(dataset, Later, [.. full.Where(cell => Column(cell) != Column(change)), change]);
        Tell(dataset, Latest, [.. full.Where(cell => contract.Key.Any(k => k.Name == Column(cell))), "_deleted=true"]);
        EventLog log = Read();
        Rows<TRow> rows = table(log);
        Assert.Equal(Enumerable.Range(0, 4).Select(row => new Event(kind, row)), Enumerable.Range(0, log.Events.Count).Select(i => log.Events[i]).Where(e => e.Kind == kind));
        Assert.Equal([At(Noon), At(Noon), At(Later), At(Latest)], Enumerable.Range(0, 4).Select(row => log.KnownAt(new Event(kind, row))));
        Assert.Equal([Missing.Symbol, Missing.Symbol, 0, 2], Enumerable.Range(0, 4).Select(row => rows[row].Previous));
        Assert.Equal(changed(rows[0].Told(At(Later), 0, isGone: false)), rows[2]);
        Assert.NotEqual(rows[0].Told(At(Later), 0, isGone: false), rows[2]);
        Assert.Equal(rows[2].Told(At(Latest), 2, isGone: true), rows[3]);
        Assert.Equal(1, log.Standing(kind));
        return log;
    }

    public EventLog Read(long knownThrough = long.MaxValue / 2)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 2 });
        return EventLogReader.Read(database, _delivery.Lake.Snapshot(), SomeDelivery.Contracts, knownThrough, cancellation: TestContext.Current.CancellationToken);
    }
}
