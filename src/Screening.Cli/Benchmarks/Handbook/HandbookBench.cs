using System.Diagnostics;
using Screening.Data;
using Screening.Data.DuckDb;
using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>The engine on a stream that was designed elsewhere: is it exact, and how fast.</summary>
internal static class HandbookBench
{
    private const string TransactionsFile = "transactions.parquet", FeaturesFile = "features-days-120-133.parquet";

    /// <summary>Loads the stream, computes its features some times, compares them with the published ones, and trains and judges models.</summary>
    /// <param name="folder">Folder with the two Parquet files.</param>
    /// <param name="threads">Threads, from 1.</param>
    /// <param name="runs">Runs of the features, of which the median is told.</param>
    /// <param name="models">Which models are trained.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UsageException">A file is missing or not as it should be.</exception>
    public static HandbookResult Run(string folder, int threads, int runs, CardModels models, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        using DuckDbConnection connection = database.Connect();
        string file = Path.Combine(folder, TransactionsFile);
        progress?.Report("load");
        long before = Stopwatch.GetTimestamp();
        (int[] ids, CardTransaction[] transactions) = CardStream.Read(connection, file, reverseTies: false, cancellation);
        EventLog log = CardStream.Log(transactions);
        double load = Stopwatch.GetElapsedTime(before).TotalSeconds;

        var seconds = new List<double>();
        FeatureMatrix? matrix = null;
        for (int run = 1; run <= runs; run++)
        {
            progress?.Report(FormattableString.Invariant($"compute, run {run} of {runs}"));
            before = Stopwatch.GetTimestamp();
            matrix = CardFeatures.Replay(log, threads, cancellation);
            seconds.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }

        progress?.Report("compare");
        var told = new Told(RowOf(ids), matrix!);
        var result = new HandbookResult
        {
            Transactions = transactions.Length,
            Events = log.Events.Count,
            Features = CardFeatures.Columns.Count,
            Threads = threads,
            LoadSeconds = load,
            RunSeconds = seconds,
            Comparison = Compare(connection, Path.Combine(folder, FeaturesFile), told, Reversed(connection, file, threads, cancellation), cancellation),
        };
        return models == CardModels.None ? result : WithModels(result, new CardTrial(transactions, log, threads, cancellation), models, progress);
    }

    private static HandbookResult WithModels(HandbookResult result, CardTrial trial, CardModels models, IProgress<string>? progress)
    {
        IReadOnlyList<CardRow> Rows(string part, IReadOnlyList<DateOnly> starts)
        {
            var rows = new List<CardRow>();
            foreach (CardRecipe recipe in CardRecipe.All)
            {
                progress?.Report(FormattableString.Invariant($"{part}, model {rows.Count + 1} of {CardRecipe.All.Count}: {recipe.Name}"));
                rows.Add(trial.Run(recipe, starts));
            }

            return [.. rows, trial.Oracle(starts)];
        }

        return result with
        {
            Validation = models == CardModels.All ? Rows("validation", CardTrial.ValidationStarts) : null,
            Rows = Rows("test", CardTrial.TestStarts),
            Best = CardRecipe.All.Last(r => r.IsKept).Name,
            Knowable = trial.Knowable(CardTrial.TestStarts),
        };
    }

    // The stream told with the transactions of one moment the other way round, and its features.
    private static Told Reversed(DuckDbConnection connection, string file, int threads, CancellationToken cancellation)
    {
        (int[] ids, CardTransaction[] transactions) = CardStream.Read(connection, file, reverseTies: true, cancellation);
        return new Told(RowOf(ids), CardFeatures.Replay(CardStream.Log(transactions), threads, cancellation));
    }

    private static HandbookComparison Compare(DuckDbConnection connection, string file, Told told, Told reversed, CancellationToken cancellation)
    {
        if (!File.Exists(file)) throw new UsageException($"there is no file '{file}'");
        int rows = 0;
        (HandbookDifference byNumber, HandbookDifference byEither) = (new(0, 0), new(0, 0));
        using DuckDbResult result = connection.Query($"SELECT transaction_id::BIGINT, * EXCLUDE (transaction_id) FROM read_parquet({Sql.Literal(file)})", cancellation);
        int[] columns = [.. result.Columns.Skip(1).Select(c => Column(c.Name, file))];
        double[] published = new double[columns.Length];
        while (result.NextChunk() is { } chunk)
        {
            for (int i = 0; i < chunk.RowCount; i++, rows++)
            {
                int id = (int)(chunk[0].Int64(i) ?? -1);
                if (!told.RowOf.ContainsKey(id)) throw new UsageException($"'{file}' has features of transaction {id}, which is not in the stream");
                for (int c = 0; c < columns.Length; c++) published[c] = chunk[c + 1].Double(i) ?? double.NaN;
                double off = told.Off(id, columns, published), offReversed = reversed.Off(id, columns, published);
                byNumber = byNumber.With(off);
                byEither = byEither.With(offReversed < off ? offReversed : off);
            }
        }

        return new HandbookComparison(rows, columns.Length, byNumber, byEither);
    }

    private static Dictionary<int, int> RowOf(int[] ids)
    {
        var rowOf = new Dictionary<int, int>(ids.Length);
        for (int row = 0; row < ids.Length; row++) rowOf[ids[row]] = row;
        return rowOf;
    }

    private static int Column(string name, string file)
    {
        for (int column = 0; column < CardFeatures.Columns.Count; column++)
        {
            if (CardFeatures.Columns[column].Name == name) return column;
        }

        throw new UsageException($"'{file}' has a column '{name}'; accepted: {string.Join(", ", CardFeatures.Columns.Select(c => c.Name))}");
    }

    // A telling of the stream: the row of each transaction, and all features.
    private sealed record Told(Dictionary<int, int> RowOf, FeatureMatrix Matrix)
    {
        // The greatest difference of a row from published values; NaN when one is a number on one side only.
        public double Off(int id, int[] columns, double[] published)
        {
            double off = 0;
            ReadOnlySpan<double> row = Matrix[RowOf[id]];
            for (int c = 0; c < columns.Length; c++) off = Math.Max(off, Math.Abs(published[c] - row[columns[c]]));
            return off;
        }
    }
}
