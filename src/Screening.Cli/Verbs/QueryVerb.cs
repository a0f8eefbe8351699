using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Cli.Queries;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening query</c>: SQL over a snapshot. Each dataset is a view; nothing but the snapshot's files can be reached, and the lake is never written to.</summary>
internal static class QueryVerb
{
    private const int TableRows = 1000;
    private const int DefaultTimeoutSeconds = 300;
    private const int LongestTimeoutSeconds = 7 * 86_400;
    private const string DefaultMemory = "1GiB";

    public static Command Command()
    {
        var sql = new Argument<string>("sql") { Description = "A SELECT over the datasets, in DuckDB's SQL" };
        Option<string> lake = Verb.Lake(required: false);
        Option<SnapshotAddress?> snapshot = SnapshotOption.Snapshot();
        var format = new Option<string>("--format") { Description = "table, csv, json or parquet", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json", "parquet");
        Option<string?> output = new Option<string?>("--out") { Description = "File to write; standard output if not given, which parquet cannot go to" }.NotEmpty();
        var force = new Option<bool>("--force") { Description = "Replace the file of --out" };
        Option<int?> rows = Verb.Whole("--rows", $"Most rows; {TableRows} for a table and all for the other formats if not given", 0, int.MaxValue);
        Option<int?> timeout = Verb.Whole("--timeout-seconds", $"Stop after so long; {DefaultTimeoutSeconds} if not given, 0 for never", 0, LongestTimeoutSeconds);
        (Option<bool> json, Option<int?> threads, Option<string?> memory) = (Verb.Json(), Verb.Threads(), Verb.Memory());
        var command = new Command("query", "Ask a snapshot of the lake in SQL; reads only") { sql, lake, snapshot, format, output, force, rows, timeout, memory, json, threads };
        command.Runs((parsed, cancellation) =>
        {
            string chosen = parsed.GetValue(json) ? "json" : parsed.GetValue(format)!;
            Run(new Question(
                parsed.GetValue(sql)!, parsed.GetValue(lake), parsed.GetValue(snapshot), chosen, parsed.GetValue(output), parsed.GetValue(force),
                parsed.GetValue(rows) ?? (chosen == "table" ? TableRows : null), parsed.GetValue(timeout) ?? DefaultTimeoutSeconds, parsed.GetValue(memory) ?? DefaultMemory, parsed.GetValue(threads) ?? 0), cancellation);
        });
        return command;
    }

    private static void Run(Question question, CancellationToken cancellation)
    {
        if (question.Format == "parquet" && question.Out is null) throw new UsageException("--format parquet needs --out with the file to write");
        Lake lake = Lake.Open(NightlyRun.LakeOrSample(question.Lake));
        LakeSnapshot at = lake.SnapshotAt(question.Snapshot);
        using ResultFile? file = question.Out is { } path ? ResultFile.At(path, question.Force, lake.FullPath) : null;
        using var limit = new CancellationTokenSource();
        if (question.TimeoutSeconds > 0) limit.CancelAfter(TimeSpan.FromSeconds(question.TimeoutSeconds));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using LakeQuery query = LakeQuery.Open(at, Home.Contracts(), question.Sql, question.Format == "parquet" ? file!.Making : null, question.Memory, question.Threads, stop.Token);
            Answer(query, question, file, stop.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the query was stopped after {question.TimeoutSeconds} s; ask for less, or give it longer with --timeout-seconds", e);
        }
    }

    private static void Answer(LakeQuery query, Question question, ResultFile? file, CancellationToken cancellation)
    {
        try
        {
            long rows;
            bool cut;
            if (question.Format == "parquet")
            {
                rows = query.CopyToParquet(question.Sql, question.Rows, file!.Making, cancellation);
                cut = rows == question.Rows;
            }
            else
            {
                using DuckDbResult result = query.Rows(question.Sql, question.Rows, cancellation);
                using TextWriter? made = file is null ? null : new StreamWriter(file.Making);
                using var buffered = made is null ? new StreamWriter(Console.OpenStandardOutput(), Console.OutputEncoding, 1 << 16, leaveOpen: true) : null;
                (rows, cut) = ResultText.Write(result, question.Format, question.Rows, made ?? buffered!);
            }

            file?.Place();
            Say(question, rows, cut);
        }
        catch (DuckDbException e) when (query.Explain(e) is { } explained)
        {
            throw new UsageException(explained);
        }
        catch (Exception e) when (e is NotSupportedException or OverflowException)
        {
            throw new UsageException(e.Message);
        }
    }

    private static void Say(Question question, long rows, bool cut)
    {
        string counted = $"{rows} row{(rows == 1 ? "" : "s")}";
        // A Parquet file is written as a whole: of rows beyond the last one nothing is known.
        if (cut) Console.Error.WriteLine(question.Format == "parquet" ? $"{counted}, as many as --rows allows; there may be more" : $"only the first {counted}: there are more, --rows says how many to give");
        else if (question.Format == "table" || question.Out is not null) Console.Error.WriteLine(counted);
    }

    private sealed record Question(
        string Sql, string? Lake, SnapshotAddress? Snapshot, string Format, string? Out, bool Force, long? Rows, int TimeoutSeconds, string Memory, int Threads);
}
