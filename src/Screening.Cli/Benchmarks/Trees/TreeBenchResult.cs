namespace Screening.Cli.Benchmarks.Trees;

/// <summary>What the evaluator and libxgboost took on the same model in one run.</summary>
/// <param name="Trees">Trees of the model.</param>
/// <param name="Depth">Splits of its longest path.</param>
/// <param name="Features">Features of a row.</param>
/// <param name="Leaves">Leaves of all trees.</param>
/// <param name="TrainingSeconds">Seconds that training the model took.</param>
/// <param name="SingleRow">One row at a time, on one thread.</param>
/// <param name="Batch">All rows in one call, by number of threads.</param>
/// <param name="Explained">Shapley values, on one thread.</param>
/// <param name="Different">Rows of the batch whose margins are not the same number.</param>
internal sealed record TreeBenchResult(
    int Trees, int Depth, int Features, int Leaves, double TrainingSeconds, SingleRowTimes SingleRow, IReadOnlyList<RowsPerSecond> Batch, RowsPerSecond Explained, int Different);

/// <summary>Microseconds of a call with one row.</summary>
/// <param name="P50Us">The median of ours.</param>
/// <param name="P99Us">The 99th percentile of ours.</param>
/// <param name="LibxgboostP50Us">The median of libxgboost, predicting in place.</param>
/// <param name="LibxgboostP99Us">Its 99th percentile.</param>
/// <param name="TimesFaster">Its median by ours.</param>
internal sealed record SingleRowTimes(double P50Us, double P99Us, double LibxgboostP50Us, double LibxgboostP99Us, double TimesFaster);

/// <summary>Rows per second, medians of the repeats.</summary>
/// <param name="Threads">Threads of both.</param>
/// <param name="Rows">Rows of a call.</param>
/// <param name="Ours">Rows per second of the evaluator.</param>
/// <param name="Libxgboost">Rows per second of libxgboost.</param>
/// <param name="TimesFaster">Ours by its.</param>
internal sealed record RowsPerSecond(int Threads, int Rows, double Ours, double Libxgboost, double TimesFaster);
