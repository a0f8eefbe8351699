using System.Data.Common;
using System.Globalization;
using Dapper;
using Screening.Data.Lakes;

namespace Screening.Data.Store;

/// <summary>
/// Takes what people decided to the lake, as files that wait for the night in the shape of the contracts. A kill between file and mark writes the same rows again, by the
/// same keys: the lake takes each in once.
/// </summary>
public static class CaseDelivery
{
    /// <summary>Writes what waits.</summary>
    /// <param name="address">The store.</param>
    /// <param name="incoming">Folder of the lake in which files wait, by dataset.</param>
    /// <param name="now">When, UTC: rows whose moment is later by a clock that ran ahead wait for the next time.</param>
    /// <returns>Files with their rows; empty when nothing waited.</returns>
    public static IReadOnlyDictionary<string, int> Write(StoreAddress address, string incoming, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(incoming);
        if (!address.Exists) return new Dictionary<string, int>();
        using StoreDatabase database = StoreDatabase.Open(address.Address, address.Anchor);
        List<Waiting> waiting = [.. database.Connection.Query<Waiting>(
            "SELECT seq AS Seq, dataset AS Dataset, content AS Content FROM outbox WHERE delivered_at IS NULL ORDER BY seq").Where(w => w.KnownBy(now))];
        var written = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (IGrouping<string, Waiting> dataset in waiting.GroupBy(w => w.Dataset))
        {
            string folder = Path.Combine(incoming, dataset.Key);
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"cases-{dataset.First().Seq:D12}-{dataset.Last().Seq:D12}.jsonl"));
            WholeFile.Write(path, string.Concat(dataset.Select(w => w.Content + "\n")));
            written.Add(path, dataset.Count());
        }

        if (waiting.Count == 0) return written;
        using DbTransaction transaction = database.BeginWrite();
        foreach (Waiting row in waiting) database.Connection.Execute("UPDATE outbox SET delivered_at = @at WHERE seq = @Seq", new { at = StoreText.Of(now), row.Seq }, transaction);
        transaction.Commit();
        return written;
    }

    private sealed record Waiting
    {
        public long Seq { get; init; }

        public string Dataset { get; init; } = "";

        public string Content { get; init; } = "";

        public bool KnownBy(DateTime now)
        {
            using var document = System.Text.Json.JsonDocument.Parse(Content);
            return string.CompareOrdinal(document.RootElement.GetProperty("known_at").GetString(), CaseOutbox.Moment(now)) <= 0;
        }
    }
}
