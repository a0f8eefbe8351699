using System.Runtime.InteropServices;
using System.Text.Json;
using Screening.Alerts;
using Screening.Cli;
using Screening.Cli.Nightly;
using Screening.Cli.Nightly.Spread;
using Screening.Data.DuckDb;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Registry;
using Screening.Parties;
using Screening.Risk;
using Screening.Tests.Data.Store;
using Screening.Tests.Risk;
using Screening.Tests.Typologies;
using Screening.Typologies;
using Screening.Web.Jobs;
using Serilog;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

/// <summary>A night whose looks are scored by several nodes gives what it gives on one, to the bit, whatever they leave.</summary>
public sealed class SpreadScoresTests(SimulatedLakeFixture simulated, PostgresCluster postgres)
{
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(100);
    private static readonly VersionSet s_versions = new("1-abc", "lists", "", "1.0.0-abc", "");

    [Fact]
    public void EveryLookIsOfOneShardAndSoIsItsScore()
    {
        using var night = new SomeSpreadNight(7, tasks: 5);
        int next = 0;
        for (int shard = 0; shard < 5; shard++)
        {
            (int first, int count) = night.Plan.ShardOf(shard, night.Scorer.Count);
            Assert.Equal(next, first);
            next += count;
        }

        Assert.Equal(night.Scorer.Count, next);
        Assert.Equal(LookScore.Bytes, Marshal.SizeOf<LookScore>());
        Assert.Equal(2, night.Alone.Select(score => score.Holds).Distinct().Count());
    }

    [Fact]
    public void PartsOfNodesAreTakenAndThoseThatAreNotWhatTheySayAreScoredAgain()
    {
        using var night = new SomeSpreadNight(7, tasks: 12);
        for (int shard = 1; shard <= 10; shard++) night.Leave(shard, night.Basis);
        LookScore[] wrong = night.Of(8);
        wrong = [.. wrong.Select(score => score with { Margin = Math.BitIncrement(score.Margin) })];
        ScorePart.Write(night.Lake, night.Plan, 8, night.Basis, night.Plan.ShardOf(8, night.Scorer.Count).First, wrong, "n8");
        night.Leave(2, night.Basis with { Terms = "0" });
        night.Leave(3, night.Basis with { Rows = "0" });
        night.Leave(4, night.Basis with { Usual = "0" });
        string flipped = ScorePart.ScoresOf(night.Lake, night.Plan.Id, 5), cut = ScorePart.ScoresOf(night.Lake, night.Plan.Id, 6);
        byte[] bytes = File.ReadAllBytes(flipped);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(flipped, bytes);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^LookScore.Bytes]);
        File.Copy(ScorePart.FileOf(night.Lake, night.Plan.Id, 1), ScorePart.FileOf(night.Lake, night.Plan.Id, 7), overwrite: true);
        File.WriteAllText(ScorePart.FileOf(night.Lake, night.Plan.Id, 9), File.ReadAllText(ScorePart.FileOf(night.Lake, night.Plan.Id, 9))[..40]);

        // In the middle of it its node was killed.
        File.Delete(ScorePart.FileOf(night.Lake, night.Plan.Id, 10));

        Assert.Null(night.Take(1));
        Assert.Contains("another policy, model or dismissals, on node n2", night.Take(2), StringComparison.Ordinal);
        Assert.Contains("other values, on node n3", night.Take(3), StringComparison.Ordinal);
        Assert.Contains("another fit, on node n4", night.Take(4), StringComparison.Ordinal);
        Assert.Contains("expected", night.Take(5), StringComparison.Ordinal);
        Assert.Contains("expected", night.Take(6), StringComparison.Ordinal);
        Assert.Contains("shard 1 of plan", night.Take(7), StringComparison.Ordinal);
        Assert.Contains("node n8 calculates otherwise", night.Take(8), StringComparison.Ordinal);
        Assert.Contains("cannot be read", night.Take(9), StringComparison.Ordinal);
        (LookScore[] scores, IReadOnlyList<string> made) = night.Run();
        AssertSame(night.Alone, scores);
        Assert.Equal(["here", "n1", .. Enumerable.Repeat("here", 10)], made);
    }

    [Fact]
    public void WithAModelAndAnotherInTheShadowANightIsTheSameByShards()
    {
        using var night = new SomeSpreadNight(7, tasks: 4);
        for (int shard = 1; shard < 3; shard++) night.Leave(shard, night.Basis);
        Assert.All(night.Alone.Skip(night.Scorer.FirstTonight), score => Assert.True(double.IsFinite(score.ShadowMargin) && double.IsFinite(score.ShadowLogOdds)));
        (NightlyList list, Screen screen) = night.Screen(null);
        IReadOnlyList<string> made = [];
        (NightlyList spread, Screen shards) = night.Screen((scorer, stop) =>
        {
            (LookScore[] scores, made) = night.Run(scorer);
            return scores;
        });
        Assert.Equal(["here", "n1", "n2", "here"], made);
        Assert.Contains(list.Alerts, alert => alert.Lane == Lane.MandatoryHold);
        Assert.Equal(JsonSerializer.Serialize(list, AlertJson.Options), JsonSerializer.Serialize(spread, AlertJson.Options));
        Assert.Equal(screen.Scores, shards.Scores);
        Assert.Equal(screen.ShadowRows, shards.ShadowRows);
        Assert.NotEmpty(shards.ShadowRows);
    }

    [Fact]
    public void ANodeScoresItsShardAndThoseThatNobodyStaysFor()
    {
        using var night = new SomeSpreadNight(7, tasks: 4);
        night.LeaveValues();
        using LifeSign tonight = night.Sign(0), third = night.Sign(3);
        Assert.Equal(2, night.Node(1));
        AssertSame(night.Of(1), night.Left(1));
        AssertSame(night.Of(2), night.Left(2));
        Assert.False(File.Exists(ScorePart.FileOf(night.Lake, night.Plan.Id, 3)));
        Assert.Equal(["here", "node", "node", "here"], night.Run().MadeBy);

        // Come back after another scored it, it leaves nothing more.
        Assert.Equal(0, night.Node(1));
    }

    [Fact]
    public void ANodeStaysForNothingThatDoesNotCome()
    {
        using var night = new SomeSpreadNight(7, tasks: 4);
        night.Values(1);

        // Tasks 2 and 3 have begun nowhere: it is to take them.
        using LifeSign tonight = night.Sign(0);
        Assert.Equal(0, night.Node(1));

        // Whoever was at 2 is gone, and so later is the night.
        File.WriteAllText(NightPlan.SignOf(night.Lake, night.Plan.Id, 2), "0");
        using (LifeSign third = night.Sign(3)) Assert.Equal(0, night.Node(1, TimeSpan.FromSeconds(2)));
        Assert.True(new LifeWatch().Lives(NightPlan.SignOf(night.Lake, night.Plan.Id, 0)));
        night.LeaveValues();
        File.Delete(Path.Combine(NightPlan.FolderOf(night.Lake, night.Plan.Id), "scoring.json"));
        tonight.Dispose();
        File.WriteAllText(NightPlan.SignOf(night.Lake, night.Plan.Id, 0), "0");
        Assert.Equal(0, night.Node(1, TimeSpan.FromMilliseconds(500)));
        using (var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300)))
            Assert.ThrowsAny<OperationCanceledException>(() => night.Node(1, stop: stop.Token));
        night.Plan.Forget(night.Lake);
        Assert.Equal(0, night.Node(1));
        Assert.False(Directory.Exists(NightPlan.FolderOf(night.Lake, night.Plan.Id)));
    }

    [Fact]
    public void ANodeWithAnotherPolicyOrModelThanTheNightIsRefused()
    {
        using var night = new SomeSpreadNight(7, tasks: 2);
        Assert.Equal(night.Terms.Id(), ScoreTerms.Read(night.Lake, night.Plan.Id)!.Id());
        Assert.NotNull(night.Terms.Load(night.Lake, night.Plan, night.World.Log).Model);
        Refused(night.Terms with { ModelFiles = new string('0', 64) }, "this node has model .* of files .{12}; the night scores with .* of files 000000000000: nodes of a night have the same models");
        Refused(night.Terms with { Model = "blend", ModelFiles = "" }, "the night scores with blend: nodes");
        Refused(night.Terms with { PolicyHash = new string('0', 64) }, "policy .* has hash .{12}; the night scores with 000000000000");
        Assert.NotEqual(night.Terms.Id(), (night.Terms with { Dismissals = [new NameDismissal("P", "E", "", "", "", "", "", "", DateTime.UnixEpoch, DateOnly.MaxValue)] }).Id());

        void Refused(ScoreTerms terms, string why) => Assert.Matches(why, Assert.Throws<UsageException>(() => terms.Load(night.Lake, night.Plan, night.World.Log)).Message);
    }

    [Fact]
    public void ALifeSignLivesAsLongAsItChangesAndIsNotMadeAnew()
    {
        using var folder = new TemporaryFolder();
        var watch = new LifeWatch { Silence = TimeSpan.FromSeconds(2) };
        Assert.False(watch.Lives(folder["at"]));
        using LifeSign sign = LifeSign.Give(folder["at"], s_often);
        File.WriteAllText(folder["still"], "0");
        Assert.True(watch.Lives(folder["at"]) && watch.Lives(folder["still"]));
        SpreadTests.Within(60, () => !watch.Lives(folder["at"]) || !watch.Lives(folder["still"]));
        Assert.True(watch.Lives(folder["at"]));
        Assert.False(watch.Lives(folder["still"]));
        File.Delete(folder["at"]);
        Thread.Sleep(s_often * 5);
        Assert.False(File.Exists(folder["at"]));
        Assert.False(watch.Lives(folder["at"]));
    }

    // One node dies before its values are there, one between values and scores, one while it scores; one is left.
    [Fact]
    public void WhereverNodesDieTheFilesOfTheNightAreTheSame()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        string lake = folder["lake"];
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", lake, "--out", folder["one"]);
        Assert.True(code == 0, errors);
        LoadedLog loaded = ConsoleProgress.Run(progress => LoadedLog.Of(lake, null, 2, progress, TestContext.Current.CancellationToken));
        var place = new JobPlace(lake, StoreAddress.Of(lake, postgres.NewStore()), new JobCommand("/no/such/program", new Dictionary<string, string>()), "here");
        using var spread = new SpreadReplay(place, loaded.Snapshot, loaded.Date, 5, 2, Log.Logger) { Patience = TimeSpan.Zero };
        spread.Begin(TestContext.Current.CancellationToken);
        ScreeningProcess[] nodes = [.. Enumerable.Range(1, 4).Select(task => ScreeningProcess.Start("night-part", "--lake", lake, "--plan", spread.Plan.Id, "--task", FormattableString.Invariant($"{task}")))];
        bool Is(int task) => File.Exists(NightPart.FileOf(lake, spread.Plan.Id, task));
        SpreadTests.Within(60, () => File.Exists(NightPlan.SignOf(lake, spread.Plan.Id, 4)));
        nodes[3].KillAfter(TimeSpan.Zero);
        SpreadTests.Within(60, () => Is(1) && Is(2) && Is(3));
        Assert.True(Is(1) && Is(2) && Is(3));
        nodes[2].KillAfter(TimeSpan.Zero);

        var policy = Home.Policy(null);
        var model = ServedModel.Of(new ModelFolders(Home.Models(null), Home.Starter), policy, loaded.Log, loaded.Date, loaded.IsSimulated);
        var terms = new ScoreTerms(policy.Version, policy.Hash, null, model.Version, model.Files, null, "", []);
        IReadOnlyList<string> made = [];
        var screen = new Screen(loaded.Log, loaded.Countries, policy, loaded.Date, 2)
        {
            Model = model,
            Replay = (plan, told, stop) => spread.Run(loaded.Log, loaded.Countries, plan, told, stop),
            Assess = (scorer, stop) =>
            {
                terms.Write(lake, spread.Plan.Id, Home.PolicyFile(null));
                nodes[1].KillAfter(TimeSpan.FromMilliseconds(200));
                SpreadTests.Within(60, () => File.Exists(ScorePart.FileOf(lake, spread.Plan.Id, 1)));
                var scores = new SpreadScores(lake, spread.Plan, "here", Log.Logger);
                LookScore[] whole = scores.Run(scorer, new ScoreBasis(terms.Id(), spread.Rows, scorer.Usual!.Hash()), stop);
                made = scores.MadeBy;
                spread.Dispose();
                return whole;
            },
        };
        NightlyList list = screen.Run(new Dictionary<string, OpenAlert>(), s_versions, new Stages(), null, TestContext.Current.CancellationToken);
        var alone = new Screen(loaded.Log, loaded.Countries, policy, loaded.Date, 2) { Model = model };
        NightlyList same = alone.Run(new Dictionary<string, OpenAlert>(), s_versions, new Stages(), null, TestContext.Current.CancellationToken);
        Assert.Equal(Environment.MachineName, made[1]);
        Assert.Equal("here", made[3]);
        Assert.Equal((Environment.MachineName, "here"), (spread.MadeBy[3], spread.MadeBy[4]));
        Assert.Equal(alone.Scores, screen.Scores);
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 1 });
        NightlyFiles.Write(folder["alone"], same, [], database);
        foreach ((string file, string path) in NightlyFiles.Write(folder["spread"], list, [], database)) Assert.Equal(File.ReadAllBytes(folder[Path.Combine("alone", file)]), File.ReadAllBytes(path));
        Assert.Equal(Columns(folder[Path.Combine("one", "alerts.csv")]), Columns(folder[Path.Combine("spread", "alerts.csv")]));
        (code, string said, errors) = nodes[0].Wait();
        Assert.True(code == 0, errors);
        Assert.Contains("of looks scored", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(NightPlan.FolderOf(lake, spread.Plan.Id)));
        foreach (ScreeningProcess node in nodes) node.Dispose();

        // The run's id alone is another, as this test gives the night other versions.
        static IEnumerable<string> Columns(string file) => File.ReadLines(file).Select(line => string.Join(',', line.Split(',').Take(6)));
    }

    private static void AssertSame(ReadOnlySpan<LookScore> expected, ReadOnlySpan<LookScore> actual) =>
        Assert.True(MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)));

    // A night of a small world with a model and another in the shadow, spread by a plan in a folder of its own.
    private sealed class SomeSpreadNight : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly NightLooks _looks;
        private readonly FeatureMatrix _matrix;
        private readonly NightRules _rules;
        private readonly NightPart?[] _values;

        // What a node scores by is what the terms say, not the models that are made for tests.
        private LookScorer? _ofNode;

        public SomeSpreadNight(ulong seed, int tasks)
        {
            World = SimulatedNight.Of(seed);
            Plan = new NightPlan("some", 1, "snapshot", World.Date, Engine.DefaultCatalogue.Id, NodeVersion.Own, NightCut.Of(tasks));
            Assert.Equal(tasks, Plan.Tasks.Count);
            Plan.Write(Lake);
            _looks = NightLooks.Of(World.Log, World.Date);
            _matrix = Engine.Replay(World.Log, World.Countries, _looks.Plan, 2, cancellation: TestContext.Current.CancellationToken);
            _rules = new NightRules(SomeRow.ShippedPolicy, RiskModelTests.Model(0.5), RiskModelTests.Model(0.25), new Dismissals([], World.Date));
            PeerAnomaly? usual = LookScorer.UsualOf(World.Log, _looks, _matrix, SomeRow.ShippedPolicy.Blend.PeerMinimum, 2);
            Scorer = new LookScorer(World.Log, _looks, _matrix, usual, _rules);
            Alone = new LookScore[Scorer.Count];
            Scorer.Score(0, Alone, TestContext.Current.CancellationToken);
            Basis = new ScoreBasis("terms", "rows", usual!.Hash());
            _values = new NightPart?[tasks];
            ServedModel model = ServedModel.Of(new ModelFolders(Home.Models(null), Home.Starter), Home.Policy(null), World.Log, World.Date, false);
            Terms = new ScoreTerms(Home.Policy(null).Version, Home.Policy(null).Hash, null, model.Version, model.Files, null, "", []);
            Terms.Write(Lake, Plan.Id, Home.PolicyFile(null));
        }

        public SimulatedNight World { get; }

        public NightPlan Plan { get; }

        public LookScorer Scorer { get; }

        public LookScore[] Alone { get; private set; }

        public ScoreBasis Basis { get; private set; }

        public ScoreTerms Terms { get; }

        public string Lake => _folder.Path;

        public LookScore[] Of(int shard)
        {
            (int first, int count) = Plan.ShardOf(shard, Scorer.Count);
            return Alone[first..(first + count)];
        }

        public void Leave(int shard, ScoreBasis basis) => ScorePart.Write(Lake, Plan, shard, basis, Plan.ShardOf(shard, Scorer.Count).First, Of(shard), FormattableString.Invariant($"n{shard}"));

        public LookScore[] Left(int shard) => MemoryMarshal.Cast<byte, LookScore>(File.ReadAllBytes(ScorePart.ScoresOf(Lake, Plan.Id, shard))).ToArray();

        public string? Take(int shard) => ScorePart.Take(Lake, Plan, shard, Basis, Scorer, new LookScore[Scorer.Count], out _);

        public (LookScore[] Scores, IReadOnlyList<string> MadeBy) Run(LookScorer? scorer = null)
        {
            var scores = new SpreadScores(Lake, Plan, "here", Log.Logger) { LooksAtOnce = 16 };
            return (scores.Run(scorer ?? _ofNode ?? Scorer, Basis, TestContext.Current.CancellationToken), scores.MadeBy);
        }

        public (NightlyList List, Screen Screen) Screen(Func<LookScorer, CancellationToken, LookScore[]>? assess)
        {
            var screen = new Screen(World.Log, World.Countries, _rules.Policy, World.Date, 2) { Model = new ServedModel(_rules.Model, "blend+v@0.5", "its part", null), Shadow = _rules.Shadow };
            if (assess is not null) screen.Assess = assess;
            return (screen.Run(new Dictionary<string, OpenAlert>(), s_versions, new Stages(), null, TestContext.Current.CancellationToken), screen);
        }

        public void Values(int task)
        {
            PartCells cells = PartCells.Of(World.Log, World.Countries, _looks.Plan, Plan.Tasks[task]);
            _values[task] = NightPart.Write(Lake, Plan, task, NightLooks.HashOf(World.Log, _looks.Plan, Plan.Tasks[task], cells), cells, _matrix, "node");
        }

        public void LeaveValues()
        {
            for (int task = 0; task < Plan.Tasks.Count; task++) Values(task);
            _ofNode = new LookScorer(World.Log, _looks, _matrix, Scorer.Usual, Terms.Load(Lake, Plan, World.Log));
            Alone = new LookScore[Scorer.Count];
            _ofNode.Score(0, Alone, TestContext.Current.CancellationToken);
            Basis = new ScoreBasis(Terms.Id(), NightPart.HashOf(_values.Select(part => part!.Sha256)), Scorer.Usual!.Hash());
        }

        public LifeSign Sign(int task) => LifeSign.Give(NightPlan.SignOf(Lake, Plan.Id, task), s_often);

        public int Node(int task, TimeSpan? silence = null, CancellationToken? stop = null)
        {
            var matrix = new FeatureMatrix(_looks.Plan.Reads.Count, Engine.DefaultCatalogue.Count);
            return new ScoreTask(Lake, Plan, task, "node") { Silence = silence ?? TimeSpan.FromSeconds(60), LooksAtOnce = 16 }
                .Run(World.Log, World.Countries, _looks, matrix, 2, stop ?? TestContext.Current.CancellationToken);
        }

        public void Dispose() => _folder.Dispose();
    }
}
