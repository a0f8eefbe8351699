using System.Security.Cryptography;
using Screening.Alerts;
using Screening.Cli.Lakes;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Learning.Registry;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Simulation;
using Screening.Typologies;
using Screening.Web.Api;
using Screening.Web.Live;

namespace Screening.Cli.Benchmarks;

/// <summary>What one step of a decision takes.</summary>
/// <param name="Step">The step.</param>
/// <param name="Us">Microseconds of one thread's processor time for an order: the median over turns, each of which takes all orders.</param>
/// <param name="LeastUs">In the fastest turn.</param>
/// <param name="Bytes">Bytes allocated for an order.</param>
internal sealed record ScoreStep(string Step, double Us, double LeastUs, double Bytes);

/// <summary>What the steps of a decision take.</summary>
/// <param name="Orders">Orders that were looked at in each turn.</param>
/// <param name="Features">Features of a row.</param>
/// <param name="Missing">Share of their values that are missing.</param>
/// <param name="Peers">Orders that rows are compared with, by kind.</param>
/// <param name="Steps">The steps; whole decisions hold those above them.</param>
/// <param name="Digest">Hash of every bit that came out: contributions, ranks, margins and answers. Two builds that agree in it agree in all of them.</param>
/// <param name="LoadAverage">Load average of the machine at the end.</param>
internal sealed record ScoreMeasured(int Orders, int Features, double Missing, IReadOnlyList<int> Peers, IReadOnlyList<ScoreStep> Steps, string Digest, double LoadAverage);

/// <summary>The steps from an order to its answer, one after the other on one thread, over the latest orders of a lake as dry runs.</summary>
internal sealed class ScoreBench(int threads, int orders, int turns, ConsoleProgress progress, CancellationToken cancellation)
{
    private readonly List<ScoreStep> _steps = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Measures on a simulated lake.</summary>
    public ScoreMeasured Simulated(string folder, WorldOptions world)
    {
        string path = Path.Combine(folder, "lake");
        SimulatedLake.Make(path, world, progress, cancellation);
        return Run(path);
    }

    /// <summary>Measures on a lake that is there, which stays as it is.</summary>
    public ScoreMeasured Run(string lake)
    {
        ContractStore contracts = Home.Contracts();
        CountryGroups countries = Home.CountryGroups(contracts);
        Policy policy = Home.Policy("1.1.0");
        progress.Report("loading");
        LakeSnapshot snapshot = Lake.Open(lake).Snapshot();
        EventLog log;
        using (DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads }))
            log = EventLogReader.Read(database, snapshot, contracts, long.MaxValue, null, cancellation: cancellation);
        var plan = ReadPlan.OnArrival(log);
        var engine = new Engine(log, countries);
        FeatureMatrix matrix = engine.Advance(log.Events.Count, plan, threads, null, cancellation);
        int columns = engine.Catalogue.Count;
        DateOnly day = Micros.Day(log.LastKnownAt);
        Dictionary<int, int> looks = Enumerable.Range(0, plan.Reads.Count).ToDictionary(look => plan.Reads[look].Order);
        (int Row, int Look)[] fit = [.. UsualOrders.Before(log, Micros.StartOf(day)).Select(row => (row, looks[row]))];
        PeerAnomaly anomaly = UsualOrders.Fit(log, matrix, fit, policy.Blend.PeerMinimum, threads) ?? throw new UsageException("the lake holds no order to compare with");
        var versions = new LiveVersions("", "", engine.Catalogue.Id, policy.Version, "blend", day);
        var scoring = new LiveScoring(log, engine, anomaly, new LiveSetting(countries, policy, versions, [], day, ServedModel.None));
        OrderRequest[] requests = [.. Enumerable.Range(0, log.Orders.Count).Reverse().Select(row => StandingOrder.Of(log, log.Symbols.Orders.Text(log.Orders[row].Order)!)).OfType<OrderRequest>().Take(orders)];
        int[] arrived = [.. Enumerable.Range(0, log.Orders.Count).Reverse().Where(row => looks.ContainsKey(row)).Take(orders)];
        double[][] rows = [.. arrived.Select(row => matrix[looks[row]].ToArray())];
        int[] peers = [.. arrived.Select(row => UsualOrders.Peer(log, row))];
        progress.Report("measuring");
        Anomaly(log, matrix, fit, policy.Blend.PeerMinimum, rows, peers);
        double rank = 0;
        double[] parts = new double[columns];
        Time("ranks of both", rows.Length, i => rank = anomaly.Percentile(peers[i], rows[i], parts), () => Take([rank, .. parts]));
        Judging(log, new Assessor(policy, engine.Catalogue, null, LoadedData.Of(log)), new Assessor(policy, engine.Catalogue, anomaly, LoadedData.Of(log)), new OrderWords(log, countries, log.LastKnownAt, new LegsByOrder(log)), policy, engine.Catalogue, rows, peers, arrived);
        Whole(engine, scoring, requests, versions);
        double missing = rows.Sum(row => row.Count(double.IsNaN)) / (double)(rows.Length * columns);
        int[] sizes = [.. peers.Distinct().Order().Select(peer => anomaly.Population(peer).Rows)];
        return new ScoreMeasured(requests.Length, columns, Math.Round(missing, 3), sizes, _steps, Convert.ToHexStringLower(_hash.GetHashAndReset())[..16], Load());
    }

    // ECOD and forest apart, fitted to the same groups as they are together.
    private void Anomaly(EventLog log, FeatureMatrix matrix, (int Row, int Look)[] fit, int fewest, double[][] rows, int[] peers)
    {
        Dictionary<int, (Ecod Ecod, IsolationForest Forest)> byPeer = [];
        (Ecod Ecod, IsolationForest Forest) Fit(IEnumerable<(int Row, int Look)> group)
        {
            double[][] own = [.. group.Select(f => matrix[f.Look].ToArray())];
            double[] all = [.. own.SelectMany(row => row)];
            return (Ecod.Fit(all, own.Length, matrix.Columns), IsolationForest.Fit(all, own.Length, matrix.Columns, 20220101, threads: threads));
        }

        (Ecod Ecod, IsolationForest Forest) everyone = Fit(fit);
        foreach (IGrouping<int, (int Row, int Look)> group in fit.GroupBy(f => UsualOrders.Peer(log, f.Row)).Where(g => g.Count() >= fewest)) byPeer[group.Key] = Fit(group);
        (Ecod Ecod, IsolationForest Forest)[] of = [.. peers.Select(peer => byPeer.GetValueOrDefault(peer, everyone))];
        double score = 0;
        double[] parts = new double[matrix.Columns];
        Time("ECOD", rows.Length, i => score = of[i].Ecod.Score(rows[i], parts), () => Take([score, .. parts]));
        Time("isolation forest", rows.Length, i => score = of[i].Forest.Score(rows[i]), () => Take([score]));
    }

    private void Judging(EventLog log, Assessor typologies, Assessor all, OrderWords words, Policy policy, FeatureCatalogue catalogue, double[][] rows, int[] peers, int[] arrived)
    {
        Assessment? found = null;
        Time("typologies", rows.Length, i => found = typologies.Assess(rows[i], rows[i], peers[i], [], log.LastKnownAt), () => Take([found!.Margin]));
        Time("typologies and anomaly", rows.Length, i => found = all.Assess(rows[i], rows[i], peers[i], [], log.LastKnownAt), () => Take([found!.Margin]));
        Assessment[] assessments = [.. rows.Select((row, i) => all.Assess(row, row, peers[i], [], log.LastKnownAt))];
        var reasons = new ReasonWords(words, policy, catalogue);
        int said = 0;
        Time("sentences", rows.Length, i => said = reasons.Reasons(assessments[i], log.Orders[arrived[i]], Missing.Symbol).Count + reasons.NotAssessed(assessments[i], log.Orders[arrived[i]], Missing.Symbol).Count, () => Take([said]));
    }

    private void Whole(Engine engine, LiveScoring scoring, OrderRequest[] requests, LiveVersions versions)
    {
        EventLog log = scoring.Log;
        double[] row = new double[engine.Catalogue.Count];
        long at = log.LastKnownAt + 1;
        int[] inForce = [.. requests.Select(request => log.InForce(log.Symbols.Orders.Find(request.OrderId)))];
        Time("features", requests.Length, i => engine.Read(inForce[i], at, row), () => Take(row));
        Time("dry run, ruling alone", requests.Length, i => scoring.Rule(requests[i], at));
        Judged? judged = null;
        Time("dry run, in words", requests.Length, i => judged = scoring.Peek(requests[i], at));
        byte[] seller = [], analyst = [];
        Judged[] all = [.. requests.Select(request => scoring.Peek(request, at))];
        Time("answers", requests.Length, i => (seller, analyst) = (JsonBytes.Of(Answers.ForSeller(requests[i], all[i])), JsonBytes.Of(Answers.ForAnalyst(requests[i], all[i], versions))), () =>
        {
            _hash.AppendData(seller);
            _hash.AppendData(analyst);
        });
    }

    // One turn apart, before the others, for what comes out.
    private void Time(string step, int count, Action<int> work, Action? taken = null)
    {
        for (int i = 0; i < count; i++)
        {
            work(i);
            taken?.Invoke();
        }

        double[] us = new double[turns];
        long bytes = 0;
        for (int turn = 0; turn < turns; turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            long allocated = GC.GetAllocatedBytesForCurrentThread(), start = ThreadTime.Nanoseconds();
            for (int i = 0; i < count; i++) work(i);
            us[turn] = (ThreadTime.Nanoseconds() - start) / 1000.0 / count;
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        Array.Sort(us);
        _steps.Add(new ScoreStep(step, Math.Round(us[turns / 2], 2), Math.Round(us[0], 2), Math.Round(bytes / (double)count)));
    }

    private void Take(ReadOnlySpan<double> values) => _hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));

    private static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
