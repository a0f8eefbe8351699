using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Screening.Data.Store;

namespace Screening.Data.Jobs;

/// <summary>
/// What jobs did and which are paused, and the lock by which none runs twice at once: in a file of its own beside a store on SQLite, in the same database on PostgreSQL.
/// Not in the store's own tables, as jobs run before the first night has made a store. One connection; not thread-safe.
/// </summary>
public sealed class JobStore : IDisposable
{
    private const int Schema = 1;

    // Any number that nobody else uses.
    private const long SchemaLock = 7_403_118_825_061_935;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS job_schema (version INTEGER PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS job_runs (
            run_id       TEXT PRIMARY KEY,
            job          TEXT NOT NULL,
            cause        TEXT NOT NULL,
            asked_by     TEXT NULL,
            attempt      INTEGER NOT NULL,
            due_at       TEXT NULL,
            started_at   TEXT NOT NULL,
            heartbeat_at TEXT NOT NULL,
            ended_at     TEXT NULL,
            outcome      TEXT NOT NULL,
            exit_code    INTEGER NULL,
            holder       TEXT NOT NULL,
            log          TEXT NULL,
            note         TEXT NULL
        );
        CREATE INDEX IF NOT EXISTS job_runs_of_job ON job_runs (job, run_id);
        CREATE TABLE IF NOT EXISTS job_states (
            job       TEXT PRIMARY KEY,
            running   TEXT NULL, -- the run that holds the job
            paused_at TEXT NULL,
            paused_by TEXT NULL
        );
        CREATE TABLE IF NOT EXISTS job_nodes (
            node    TEXT PRIMARY KEY,
            version TEXT NOT NULL,
            holder  TEXT NOT NULL,
            seen_at TEXT NOT NULL
        );
        """;

    private readonly StoreDatabase _database;
    private readonly bool _isPostgres;

    private JobStore(StoreDatabase database, bool isPostgres) => (_database, _isPostgres) = (database, isPostgres);

    /// <summary>After how long without a sign of life a run on another machine is taken for lost.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a run gives a sign of life.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(10);

    private DbConnection Connection => _database.Connection;

    /// <summary>File of SQLite with the jobs of a store that is a file itself.</summary>
    public static string FileBeside(StoreAddress store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(store.Address))!, "jobs.db");
    }

    /// <summary>Whether there is something to be opened, as far as can be told without opening it.</summary>
    public static bool Exists(StoreAddress store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return PostgresAddress.Is(store.Address) || File.Exists(FileBeside(store));
    }

    /// <summary>Opens the jobs of a store, and makes what is not there.</summary>
    /// <exception cref="StoreException">It cannot be opened, or was made by a later version.</exception>
    public static JobStore Open(StoreAddress store)
    {
        ArgumentNullException.ThrowIfNull(store);
        bool isPostgres = PostgresAddress.Is(store.Address);
        StoreDatabase database = isPostgres ? PostgresStoreDatabase.Connect(store.Address, store.Anchor) : SqliteStoreDatabase.Connect(FileBeside(store), store.Anchor);
        try
        {
            var opened = new JobStore(database, isPostgres);
            opened.Prepare();
            return opened;
        }
        catch (DbException e)
        {
            database.Dispose();
            throw new StoreException($"the jobs of {database.Name} cannot be opened: {e.Message}", e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Asks for a job, so that nobody else can begin it until <see cref="End"/>. A holder that is dead, or of which nothing was heard for <see cref="Silence"/>, loses it
    /// and its run is lost.
    /// </summary>
    /// <param name="wanted">The run that is to begin; its id is given here.</param>
    public JobClaim Claim(JobRun wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        using DbTransaction transaction = Begin();
        Connection.Execute("INSERT INTO job_states (job) VALUES (@Job) ON CONFLICT (job) DO NOTHING", new { wanted.Job }, transaction);
        string? holding = Connection.QuerySingle<string?>("SELECT running FROM job_states WHERE job = @Job" + (_isPostgres ? " FOR UPDATE" : ""), new { wanted.Job }, transaction);
        JobRun? lost = null;
        if (holding is not null && Row(holding, transaction) is { } held && held.Outcome == StoreText.Word(JobOutcome.Running))
        {
            if (!IsGone(held, wanted.StartedAtUtc)) return new JobClaim(null, held.Run, null);
            lost = Lose(held, wanted.StartedAtUtc, transaction);
        }

        JobRun begun = wanted with { RunId = NewId(wanted.Job, wanted.StartedAtUtc), Outcome = JobOutcome.Running };
        Insert(begun, transaction);
        Connection.Execute("UPDATE job_states SET running = @RunId WHERE job = @Job", new { begun.RunId, begun.Job }, transaction);
        transaction.Commit();
        return new JobClaim(begun, null, lost);
    }

    /// <summary>Gives a sign of life.</summary>
    /// <returns>False when the run lost its job to another meanwhile: it must end.</returns>
    public bool Beat(string runId, DateTime nowUtc) => Connection.Execute(
        "UPDATE job_runs SET heartbeat_at = @now WHERE run_id = @runId AND outcome = 'running'", new { now = StoreText.Of(nowUtc), runId }) == 1;

    /// <summary>Puts down where a run's log is.</summary>
    public void Logs(string runId, string log) => Connection.Execute("UPDATE job_runs SET log = @log WHERE run_id = @runId", new { runId, log });

    /// <summary>Puts down how a run ended and lets the job go; a run that was declared lost meanwhile stays so.</summary>
    public void End(JobRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        using DbTransaction transaction = Begin();
        Connection.Execute(
            "UPDATE job_runs SET ended_at = @ended, outcome = @outcome, exit_code = @ExitCode, note = @Note WHERE run_id = @RunId AND outcome = 'running'",
            new { ended = StoreText.Of(run.EndedAtUtc ?? run.StartedAtUtc), outcome = StoreText.Word(run.Outcome), run.ExitCode, run.Note, run.RunId }, transaction);
        Connection.Execute("UPDATE job_states SET running = NULL WHERE job = @Job AND running = @RunId", new { run.Job, run.RunId }, transaction);
        transaction.Commit();
    }

    /// <summary>Puts down that a run did not begin, and why.</summary>
    public JobRun NotBegun(JobRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        JobRun noted = run with { RunId = NewId(run.Job, run.StartedAtUtc), EndedAtUtc = run.StartedAtUtc };
        Insert(noted, null);
        return noted;
    }

    /// <summary>Finds runs whose holder is gone and declares them lost.</summary>
    public IReadOnlyList<JobRun> LoseDead(DateTime nowUtc)
    {
        using DbTransaction transaction = Begin();
        List<RunRow> going = Connection.Query<RunRow>(RunRow.Select + "WHERE outcome = 'running'" + (_isPostgres ? " FOR UPDATE" : ""), transaction: transaction).AsList();
        List<JobRun> lost = [.. going.Where(r => IsGone(r, nowUtc)).Select(r => Lose(r, nowUtc, transaction))];
        transaction.Commit();
        return lost;
    }

    /// <summary>Lets a node take part.</summary>
    /// <returns>Why it may not, in one sentence; <c>null</c> when it may.</returns>
    public string? Join(string node, string version, DateTime nowUtc)
    {
        using DbTransaction transaction = Begin();
        foreach ((string name, string other, string holder, string seen) in Connection.Query<(string, string, string, string)>("SELECT node, version, holder, seen_at FROM job_nodes", transaction: transaction))
        {
            if (IsGone(holder, seen, nowUtc)) continue;
            if (name == node && JobHolder.Parse(holder) != JobHolder.Own(node)) return $"there is a node {node} already; give each its own --name, or wait a minute when it has just died";
            if (other != version) return $"node {name} runs version {other}, and this one is {version}; accepted: nodes of one version, so stop the others first";
        }

        Connection.Execute(
            """
            INSERT INTO job_nodes (node, version, holder, seen_at) VALUES (@node, @version, @holder, @now)
            ON CONFLICT (node) DO UPDATE SET version = excluded.version, holder = excluded.holder, seen_at = excluded.seen_at
            """,
            new { node, version, holder = JobHolder.Own(node).ToString(), now = StoreText.Of(nowUtc) }, transaction);
        transaction.Commit();
        return null;
    }

    /// <summary>Says that a node is there.</summary>
    public void Stay(string node, DateTime nowUtc) => Connection.Execute("UPDATE job_nodes SET seen_at = @now WHERE node = @node", new { now = StoreText.Of(nowUtc), node });

    /// <summary>Says that a node ends.</summary>
    public void Leave(string node) => Connection.Execute("DELETE FROM job_nodes WHERE node = @node", new { node });

    /// <summary>The nodes that are there.</summary>
    public IReadOnlyList<string> Nodes(DateTime nowUtc) =>
    [
        .. Connection.Query<(string Node, string Holder, string Seen)>("SELECT node, holder, seen_at FROM job_nodes ORDER BY node").Where(n => !IsGone(n.Holder, n.Seen, nowUtc)).Select(n => n.Node),
    ];

    /// <summary>Pauses a job: its times pass without it.</summary>
    public void Pause(string job, string by, DateTime atUtc) => Connection.Execute(
        "INSERT INTO job_states (job, paused_at, paused_by) VALUES (@job, @at, @by) ON CONFLICT (job) DO UPDATE SET paused_at = excluded.paused_at, paused_by = excluded.paused_by",
        new { job, at = StoreText.Of(atUtc), by });

    /// <summary>Lets a job run again from its next time on.</summary>
    public void Resume(string job) => Connection.Execute("UPDATE job_states SET paused_at = NULL, paused_by = NULL WHERE job = @job", new { job });

    /// <summary>The jobs that are paused.</summary>
    public IReadOnlyList<JobPause> Pauses() =>
    [
        .. Connection.Query<(string Job, string At, string By)>("SELECT job, paused_at, paused_by FROM job_states WHERE paused_at IS NOT NULL ORDER BY job")
            .Select(p => new JobPause(p.Job, StoreText.Moment(p.At), p.By)),
    ];

    /// <summary>Runs, the latest first.</summary>
    /// <param name="job">Of which job; of all when <c>null</c>.</param>
    /// <param name="most">Most of them.</param>
    public IReadOnlyList<JobRun> Runs(string? job, int most) =>
    [
        .. Connection.Query<RunRow>(
            RunRow.Select + "WHERE CAST(@job AS TEXT) IS NULL OR job = @job ORDER BY started_at DESC, run_id DESC LIMIT @most", new { job, most }).Select(r => r.Run),
    ];

    /// <summary>The latest run of each job that was not skipped, by name of the job.</summary>
    public IReadOnlyList<JobRun> Latest() =>
    [
        .. Connection.Query<RunRow>(
            RunRow.Select + "WHERE run_id IN (SELECT max(run_id) FROM job_runs WHERE outcome <> @skipped GROUP BY job) ORDER BY job", new { skipped = StoreText.Word(JobOutcome.Skipped) }).Select(r => r.Run),
    ];

    /// <summary>A run; <c>null</c> when there is none of that id.</summary>
    public JobRun? Find(string runId) => Row(runId, null)?.Run;

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static string NewId(string job, DateTime at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at:yyyyMMdd'T'HHmmssfff'Z'}-{job}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}");

    // A process of this machine that is slow or halted still holds its job: it is there to be seen. Of another machine's nothing is known but that it is silent.
    private static bool IsGone(string holder, string seen, DateTime nowUtc) => JobHolder.Parse(holder) is { IsHere: true } here ? here.IsDead() : nowUtc - StoreText.Moment(seen) > Silence;

    private static bool IsGone(RunRow row, DateTime nowUtc) => IsGone(row.Holder, row.HeartbeatAt, nowUtc);

    private JobRun Lose(RunRow row, DateTime nowUtc, DbTransaction transaction)
    {
        JobRun lost = row.Run with { Outcome = JobOutcome.Lost, EndedAtUtc = nowUtc, Note = $"the process that ran it on {row.Run.Node} ended without a word" };
        Connection.Execute(
            "UPDATE job_runs SET ended_at = @ended, outcome = 'lost', note = @Note WHERE run_id = @RunId", new { ended = StoreText.Of(nowUtc), lost.Note, lost.RunId }, transaction);
        Connection.Execute("UPDATE job_states SET running = NULL WHERE job = @Job AND running = @RunId", new { lost.Job, lost.RunId }, transaction);
        return lost;
    }

    private void Insert(JobRun run, DbTransaction? transaction) => Connection.Execute(
        """
        INSERT INTO job_runs (run_id, job, cause, asked_by, attempt, due_at, started_at, heartbeat_at, ended_at, outcome, exit_code, holder, log, note)
        VALUES (@RunId, @Job, @cause, @AskedBy, @Attempt, @due, @started, @started, @ended, @outcome, @ExitCode, @holder, @Log, @Note)
        """,
        new
        {
            run.RunId,
            run.Job,
            cause = StoreText.Word(run.Cause),
            run.AskedBy,
            run.Attempt,
            due = run.DueAtUtc is { } due ? StoreText.Of(due) : null,
            started = StoreText.Of(run.StartedAtUtc),
            ended = run.EndedAtUtc is { } ended ? StoreText.Of(ended) : null,
            outcome = StoreText.Word(run.Outcome),
            run.ExitCode,
            holder = JobHolder.Own(run.Node).ToString(),
            run.Log,
            run.Note,
        },
        transaction);

    private RunRow? Row(string runId, DbTransaction? transaction) => Connection.QuerySingleOrDefault<RunRow>(RunRow.Select + "WHERE run_id = @runId", new { runId }, transaction);

    private DbTransaction Begin() => _isPostgres ? Connection.BeginTransaction() : _database.BeginWrite();

    private void Prepare()
    {
        if (Version() == Schema) return;
        using DbTransaction transaction = Begin();
        if (_isPostgres) Connection.Execute("SELECT pg_advisory_xact_lock(@SchemaLock)", new { SchemaLock }, transaction);
        Connection.Execute(Tables, transaction: transaction);
        int version = Connection.QuerySingle<int>("SELECT coalesce(max(version), 0) FROM job_schema", transaction: transaction);
        if (version > Schema)
            throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"the jobs of {_database.Name} have schema {version}, made by a later version of Screening; this one knows {Schema}. Use the later version."));
        Connection.Execute("INSERT INTO job_schema (version) VALUES (@Schema) ON CONFLICT (version) DO NOTHING", new { Schema }, transaction);
        transaction.Commit();
    }

    private int Version()
    {
        bool isThere = _isPostgres
            ? Connection.QuerySingle<bool>("SELECT to_regclass('job_schema') IS NOT NULL")
            : Connection.QuerySingle<long>("SELECT count(*) FROM sqlite_master WHERE name = 'job_schema'") > 0;
        return isThere ? Connection.QuerySingle<int>("SELECT coalesce(max(version), 0) FROM job_schema") : 0;
    }

    private sealed record RunRow
    {
        public const string Select = """
            SELECT run_id AS RunId, job AS Job, cause AS Cause, asked_by AS AskedBy, attempt AS Attempt, due_at AS DueAt, started_at AS StartedAt, heartbeat_at AS HeartbeatAt,
                ended_at AS EndedAt, outcome AS Outcome, exit_code AS ExitCode, holder AS Holder, log AS Log, note AS Note
            FROM job_runs

            """;

        public string RunId { get; init; } = "";

        public string Job { get; init; } = "";

        public string Cause { get; init; } = "";

        public string? AskedBy { get; init; }

        public int Attempt { get; init; }

        public string? DueAt { get; init; }

        public string StartedAt { get; init; } = "";

        public string HeartbeatAt { get; init; } = "";

        public string? EndedAt { get; init; }

        public string Outcome { get; init; } = "";

        public int? ExitCode { get; init; }

        public string Holder { get; init; } = "";

        public string? Log { get; init; }

        public string? Note { get; init; }

        public JobRun Run => new()
        {
            RunId = RunId,
            Job = Job,
            Cause = StoreText.Value<JobCause>(Cause),
            AskedBy = AskedBy,
            Attempt = Attempt,
            DueAtUtc = DueAt is { } due ? StoreText.Moment(due) : null,
            StartedAtUtc = StoreText.Moment(StartedAt),
            EndedAtUtc = EndedAt is { } ended ? StoreText.Moment(ended) : null,
            Outcome = StoreText.Value<JobOutcome>(Outcome),
            ExitCode = ExitCode,
            Node = JobHolder.Parse(Holder).Node,
            Log = Log,
            Note = Note,
        };
    }
}
