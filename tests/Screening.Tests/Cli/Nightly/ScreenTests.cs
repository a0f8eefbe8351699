using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Registry;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Tests.Risk;
using Screening.Tests.Typologies;
using Screening.Typologies;
using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

public sealed class ScreenTests
{
    private static readonly string[] s_schemes = ["balance_sheet", "capacity", "listed_party", "new_firm", "ownership", "proportion", "split", "transshipment"];
    private static readonly VersionSet s_versions = new("1-abc", "lists", "", "1.0.0-abc", "");

    // Eight strong cases a night, one of each scheme, and look-alikes of each beside them. Seeds were fixed before the first run.
    [Theory]
    [InlineData(3UL)]
    [InlineData(7UL)]
    [InlineData(2025UL)]
    public void TheLastDaysPlantedCasesAreOnTheList(ulong seed)
    {
        SimulatedNight night = SimulatedNight.Of(seed);
        NightlyList list = Run(night).List;
        Assert.Equal(20, list.Capacity);
        List<PlantedCase> today = [.. night.Planted.Where(p => p.IsToday && !p.Evades)];
        Assert.Equal(s_schemes, today.Select(p => p.Scheme).Distinct().Order(StringComparer.Ordinal));
        List<string> missing = [.. today.Where(p => !list.Alerts.Any(a => Shows(a, p))).Select(p => $"{p.Scheme} of {p.Party}")];
        Assert.True(missing.Count == 0, $"seed {seed}: not listed: {string.Join(", ", missing)}");
        Assert.All(today, p =>
        {
            Alert alert = list.Alerts.First(a => Shows(a, p));
            Assert.True(alert.Reasons.Any(r => r.Code == p.Typologies[0]), $"seed {seed}: {p.Scheme} without {p.Typologies[0]}: {alert.Sentence}");
        });
    }

    [Fact]
    public void TheNumberOfThreadsChangesNothing()
    {
        SimulatedNight night = SimulatedNight.Of(3);
        (NightlyList one, List<ScoreRow> oneScores) = Run(night, threads: 1);
        (NightlyList two, List<ScoreRow> twoScores) = Run(night, threads: 2);
        Assert.Equal(JsonSerializer.Serialize(one, AlertJson.Options), JsonSerializer.Serialize(two, AlertJson.Options));
        Assert.Equal(oneScores, twoScores);
    }

    // The engine live, event after event, and the list's scores from a replay: the very same margin, on arrival and for the night.
    [Fact]
    public void ScoresEqualThoseOfALiveEngineAtTheSameMoment()
    {
        SimulatedNight night = SimulatedNight.Of(3);
        EventLog log = night.Log;
        long start = Micros.StartOf(night.Date), end = Micros.EndOf(night.Date);
        var engine = new Engine(log, night.Countries);
        var arrived = new Dictionary<int, double[]>();
        while (engine.Processed < log.Events.Count)
        {
            double[] row = new double[engine.Catalogue.Count];
            Event at = engine.Process(row);
            if (at.Kind == EventKind.Order) arrived[at.Row] = row;
        }

        var kinds = new Dictionary<int, PartyKind>();
        for (int i = 0; i < log.Profiles.Count; i++) kinds[log.Profiles[i].Party] = log.Profiles[i].Kind;
        int Peer(int row) => (int)kinds.GetValueOrDefault(log.Orders[row].Subject);
        int[] fit = [.. arrived.Keys.Where(row => log.Orders[row].KnownAt < start).Order()];
        PeerAnomaly anomaly = PeerAnomaly.Fit([.. fit.SelectMany(row => arrived[row])], [.. fit.Select(Peer)], engine.Catalogue.Count, SomeRow.ShippedPolicy.Blend.PeerMinimum);
        var assessor = new Assessor(SomeRow.ShippedPolicy, engine.Catalogue, anomaly, LoadedData.Of(log));

        (NightlyList list, List<ScoreRow> scores) = Run(night);
        Assert.Equal(fit.Length, list.PeersFitted);
        Dictionary<(string, int, DateTime), double> margins = scores.ToDictionary(s => (s.OrderId, s.OrderVersion, s.AsOf), s => s.Margin);
        Assert.Equal(scores.Count, margins.Count);
        ScoredSet set = ScoredSet.Of(log, night.Date);
        int compared = 0;
        foreach (int row in set.Arrivals) Compare(row, log.Orders[row].KnownAt, arrived[row]);
        Assert.InRange(compared, 8, 5000);
        foreach (int row in set.Orders.SelectMany(o => o.Value))
        {
            double[] features = new double[engine.Catalogue.Count];
            engine.Read(row, end, features);
            Compare(row, end, features);
        }

        Assert.Equal(scores.Count, compared);

        void Compare(int row, long asOf, double[] features)
        {
            OrderVersion order = log.Orders[row];
            double margin = assessor.Assess(features, arrived[row], Peer(row), [], asOf).Margin;
            Assert.Equal(margin, margins[(log.Symbols.Orders.Text(order.Order)!, order.Version, Micros.ToDateTime(asOf))]);
            compared++;
        }
    }

    [Fact]
    public void AModelHasItsShareOfEveryMarginAndStandsAmongTheReasons()
    {
        NightlyList blend = Run(SimulatedNight.Of(7)).List, shared = WithModel(0.5).Run(), beside = WithModel(0).Run();
        Assert.All(shared.Alerts, alert =>
        {
            Assert.Equal(alert.Margin, alert.Reasons.Sum(r => r.LogOdds), 9);
            Assert.Equal(("v", 0.5), (alert.Model!.Version, alert.Model.Weight));
            Reason reason = Assert.Single(alert.Reasons, r => r.Code == "model");
            Assert.Equal(alert.Model.Sentence, reason.Sentence);
            Assert.Equal(0.5 * (Math.Log(alert.Model.Probability / (1 - alert.Model.Probability)) - SomeRow.ShippedPolicy.Blend.PriorLogOdds), reason.LogOdds, 6);
        });
        Assert.Contains("order's value", shared.Alerts[0].Model!.Sentence, StringComparison.Ordinal);
        Assert.NotEqual(blend.RunId, shared.RunId);
        Assert.All(beside.Alerts, alert => Assert.Equal(0, alert.Model!.Weight));
        Assert.Equal(blend.Alerts.Select(a => (a.Subject, a.Margin, a.Reasons.Count)), beside.Alerts.Select(a => (a.Subject, a.Margin, a.Reasons.Count)));
    }

    [Fact]
    public void AModelInTheShadowListsNothingAndTellsWhatItWouldHaveListed()
    {
        (NightlyList champion, IReadOnlyList<ShadowRow> none) = WithModel(0.5).RunWithShadow();
        Assert.Empty(none);
        SimulatedNight night = SimulatedNight.Of(7);
        var screen = new Screen(night.Log, night.Countries, SomeRow.ShippedPolicy, night.Date, 2) { Shadow = RiskModelTests.Model(0.5) };
        NightlyList list = screen.Run(new Dictionary<string, OpenAlert>(), s_versions, new Stages(), null, TestContext.Current.CancellationToken);
        NightlyList alone = Run(night).List;
        Assert.Equal(JsonSerializer.Serialize(alone, AlertJson.Options), JsonSerializer.Serialize(list, AlertJson.Options));
        Assert.Equal(list.SubjectsAssessed, screen.ShadowRows.Count);
        Assert.Equal(champion.Alerts.Select(a => (a.Subject, (int?)a.Rank, a.OrderId, a.Margin)), screen.ShadowRows.Where(r => r.Rank is not null).OrderBy(r => r.Rank).Select(r => (r.Subject, r.Rank, r.OrderId, r.Margin)));
        Assert.Equal(alone.Alerts.Select(a => (a.Subject, (int?)a.Rank)), screen.ShadowRows.Where(r => r.ListedRank is not null).OrderBy(r => r.ListedRank).Select(r => (r.Subject, r.ListedRank)));
    }

    private static Modelled WithModel(double weight) => new(new ServedModel(RiskModelTests.Model(weight), FormattableString.Invariant($"blend+v@{weight}"), []));

    private sealed record Modelled(ServedModel Model)
    {
        public NightlyList Run() => RunWithShadow().List;

        public (NightlyList List, IReadOnlyList<ShadowRow> Shadow) RunWithShadow()
        {
            SimulatedNight night = SimulatedNight.Of(7);
            var screen = new Screen(night.Log, night.Countries, SomeRow.ShippedPolicy, night.Date, 2) { Model = Model };
            return (screen.Run(new Dictionary<string, OpenAlert>(), s_versions, new Stages(), null, TestContext.Current.CancellationToken), screen.ShadowRows);
        }
    }

    [Fact]
    public void AnAlertsReasonsAddUpToItsMarginAndItsOrdersToItsStake()
    {
        NightlyList list = Run(SimulatedNight.Of(7)).List;
        Assert.NotEmpty(list.Alerts);
        Assert.All(list.Alerts, alert =>
        {
            Assert.Equal(alert.Margin, alert.Reasons.Sum(r => r.LogOdds), 9);
            Assert.Equal(1 / (1 + Math.Exp(-alert.Margin)), alert.Risk, 12);
            Assert.Equal(alert.StakeUsd, alert.Orders.Sum(o => o.ValueUsd), 3);
            Assert.Equal(alert.StakeH100e, alert.Orders.Sum(o => o.H100e), 6);
            Assert.Equal(alert.OrderId, alert.Orders[0].OrderId);
            Assert.Equal("start", alert.Reasons[^1].Code);
            Assert.EndsWith(".", alert.Sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", JsonSerializer.Serialize(alert, AlertJson.Options), StringComparison.Ordinal);
        });
        Assert.Equal(Enumerable.Range(1, list.Alerts.Count), list.Alerts.Select(a => a.Rank));
        Assert.Distinct(list.Alerts.Select(a => a.Id));
        Assert.Distinct(list.Alerts.Select(a => a.Subject));
    }

    // What a purchaser bought is never told under the name of another party: the sentence names who bought.
    [Fact]
    public void AReasonThatIsOfAnotherPartyThanTheSubjectNamesIt()
    {
        SimulatedNight night = SimulatedNight.Of(7);
        IReadOnlyList<Alert> alerts = Run(night, policy: EveryRisk with { Capacity = EveryRisk.Capacity with { Alerts = 500 } }).List.Alerts;
        Assert.All(alerts, a => Assert.DoesNotContain(a.Reasons.Select(r => r.Sentence).Concat(a.NotAssessed).Append(a.Sentence), text => text.Contains('{', StringComparison.Ordinal)));
        int named = 0;
        foreach (Alert alert in alerts)
        {
            AlertParty purchaser = alert.Orders[0].Parties.Single(p => p.Role == "purchaser");
            foreach (Reason reason in alert.Reasons.Where(r => r.Code is "T14"))
            {
                bool isSubject = alert.Subject == "S-" + purchaser.PartyId;
                if (!isSubject) named++;
                Assert.Contains(isSubject ? "by the purchaser, " : $"by the purchaser {purchaser.Name} ({purchaser.PartyId})", reason.Sentence, StringComparison.Ordinal);
            }
        }

        Assert.True(named > 0, "no alert of this world has a reason of another party: it tries nothing");
    }

    // A line of a trillion USD is a slip: it counts for what one order counts at most, and says so.
    [Theory]
    [InlineData(100_000_000_000_000, 1)]
    [InlineData(Volume.MostCents - 1, 0)]
    public void AnAmountBeyondWhatIsPlausibleIsNoted(long cents, int notes)
    {
        SimulatedNight night = SimulatedNight.Of(3) with { Log = new EventLog() };
        EventLog log = night.Log;
        long now = Micros.StartOf(night.Date);
        int party = log.Symbols.Parties.Intern("party");
        log.Append(Tests.Some.Order(log.Symbols.Orders.Intern("order"), purchaser: party) with { KnownAt = ++now, OrderedAt = now }, [Tests.Some.Line(log.Symbols.Products.Intern("product"), cents)]);
        Alert alert = Assert.Single(Run(night, policy: EveryRisk).List.Alerts);
        Assert.Equal(notes, alert.Notes.Count);
        if (notes > 0) Assert.Equal("order order: amount beyond what is plausible, counted as at least 100 billion USD and 0 H100e: check the record", alert.Notes[0]);
    }

    [Fact]
    public void AnOpenAlertKeepsItsIdAndSaysWhatChanged()
    {
        SimulatedNight night = SimulatedNight.Of(3);
        Alert shown = Run(night).List.Alerts[0];
        var open = new Dictionary<string, OpenAlert> { [shown.Subject] = new("A-kept", night.Date.AddDays(-1), shown) };
        NightlyList again = Run(night, open: open).List;
        Assert.Equal(("A-kept", FormattableString.Invariant($"as on {night.Date.AddDays(-1):yyyy-MM-dd}")), (again.Alerts[0].Id, again.Alerts[0].Changed));
        Assert.All(again.Alerts.Skip(1), a => Assert.Equal("new tonight", a.Changed));
    }

    [Fact]
    public void ARunsIdComesFromWhatMadeItAndNothingElse()
    {
        DateOnly date = new(2025, 6, 30);
        string id = Screen.RunId(date, s_versions, SomeRow.ShippedPolicy.Capacity);
        Assert.Matches("^R-20250630-[0-9a-f]{8}$", id);
        Assert.Equal(id, Screen.RunId(date, s_versions with { }, SomeRow.ShippedPolicy.Capacity with { }));
        Assert.Distinct(
        [
            id, Screen.RunId(date.AddDays(1), s_versions, SomeRow.ShippedPolicy.Capacity), Screen.RunId(date, s_versions with { Data = "2" }, SomeRow.ShippedPolicy.Capacity),
            Screen.RunId(date, s_versions with { Lists = "2" }, SomeRow.ShippedPolicy.Capacity), Screen.RunId(date, s_versions with { FeatureSet = "2" }, SomeRow.ShippedPolicy.Capacity),
            Screen.RunId(date, s_versions with { Policy = "2" }, SomeRow.ShippedPolicy.Capacity), Screen.RunId(date, s_versions with { Model = "2" }, SomeRow.ShippedPolicy.Capacity),
            Screen.RunId(date, s_versions, SomeRow.ShippedPolicy.Capacity with { Alerts = 21 }), Screen.RunId(date, s_versions, SomeRow.ShippedPolicy.Capacity, "2"),
        ]);
    }

    //  a leg of A's order        the same leg, of B's order       the leg is gone
    [Theory]
    [InlineData(1, new[] { 1, 0 })]
    [InlineData(2, new[] { 0, 1 })]
    [InlineData(3, new[] { 0, 0 })]
    public void ALegIsOnTheRouteOfTheOrderThatItIsOf(int tellings, int[] expected)
    {
        SimulatedNight night = SimulatedNight.Of(3) with { Log = new EventLog() };
        EventLog log = night.Log;
        long now = Micros.StartOf(night.Date);
        for (int place = 0; place < 2; place++) log.Append(new Place(log.Symbols.Places.Intern($"place {place}"), now, 0, place, place));
        for (int order = 0; order < 2; order++)
        {
            int party = log.Symbols.Parties.Intern($"party {order}");
            log.Append(Tests.Some.Order(log.Symbols.Orders.Intern($"order {order}"), status: OrderStatus.Shipped, purchaser: party) with { KnownAt = ++now, OrderedAt = now }, [Tests.Some.Line(log.Symbols.Products.Intern("product"))]);
        }

        log.Append(Tests.Some.Leg(0, from: 0, to: 1) with { KnownAt = ++now });
        if (tellings > 1) log.Append(Tests.Some.Leg(1, from: 0, to: 1) with { KnownAt = ++now });
        if (tellings > 2) log.DeleteLeg(0, 1, ++now);
        IReadOnlyList<Alert> alerts = Run(night, policy: EveryRisk).List.Alerts;
        Assert.Equal(expected, new[] { "S-party 0", "S-party 1" }.Select(subject => alerts.Single(a => a.Subject == subject).Evidence.Route.Count));
    }

    // Everything of the night is taken back: nothing is on the list, and what was loaded no longer counts as loaded.
    [Fact]
    public void ANightOfNothingButDeletionsIsAnEmptyList()
    {
        SimulatedNight night = SimulatedNight.Of(3) with { Log = new EventLog() };
        EventLog log = night.Log;
        long now = Micros.StartOf(night.Date);
        log.Append(new RestrictedEntry(log.Symbols.Entries.Intern("L-1"), ++now, log.Symbols.Texts.Intern("L"), 0, 0), []);
        log.Append(Tests.Some.Profile(log.Symbols.Parties.Intern("party")) with { KnownAt = ++now });
        log.Append(Tests.Some.Order(log.Symbols.Orders.Intern("order")) with { KnownAt = ++now, OrderedAt = now }, [Tests.Some.Line(log.Symbols.Products.Intern("product"))]);
        Assert.Single(Run(night, policy: EveryRisk).List.Alerts);
        log.DeleteProfile(0, ++now);
        Alert unknown = Assert.Single(Run(night, policy: EveryRisk).List.Alerts);
        Assert.Equal(("party", "unknown", null, null), (unknown.Name, unknown.Kind, unknown.Country, unknown.AgeDays));
        log.DeleteLines(0, [new OrderLineKey(1, 1)], ++now);
        log.DeleteEntry(0, ++now);
        (NightlyList list, List<ScoreRow> scores) = Run(night, policy: EveryRisk);
        Assert.Empty(list.Alerts);
        Assert.Equal("order", Assert.Single(scores).OrderId);
        Assert.Contains(list.Blind, b => b.StartsWith("No restricted-party list is loaded", StringComparison.Ordinal));
    }

    [Fact]
    public void AnEmptyLogSaysWhatItCouldNotSee()
    {
        NightlyList list = Run(SimulatedNight.Of(3) with { Log = new EventLog() }).List;
        Assert.Empty(list.Alerts);
        Assert.Equal((0, 0, 0, 0), (list.OrdersAssessed, list.SubjectsAssessed, list.NewOrders, list.PeersFitted));
        Assert.Equal(15, list.Blind.Count);
        Assert.Contains(list.Blind, b => b.StartsWith("Of no order assessed: T01 (no capacity is loaded)", StringComparison.Ordinal));
        Assert.DoesNotContain(list.Blind, b => b.StartsWith("Names are compared", StringComparison.Ordinal));
        Assert.All(list.Known, k => Assert.Equal(0, k.Rows));
    }

    private static bool Shows(Alert alert, PlantedCase planted) => alert.Orders.Any(o => planted.Orders.Contains(o.OrderId));

    [Theory]
    [InlineData(7, ListAge.Fresh)]
    [InlineData(8, ListAge.Stale)]
    public void EveryDecisionMadeOnStaleListsIsMarked(int days, ListAge age)
    {
        SimulatedNight night = SimulatedNight.Of(3);
        Policy policy = SomeRow.ShippedPolicy with { Lists = new ListFreshness(7, IsExempt: false) };
        var screen = new Screen(night.Log, night.Countries, policy, night.Date, 2) { ListsDelivered = night.Date.AddDays(-days) };
        NightlyList list = screen.Run(new Dictionary<string, OpenAlert>(), s_versions, new Stages(), null, TestContext.Current.CancellationToken);
        Assert.NotEmpty(list.Alerts);
        Assert.Equal((age, days), (list.Lists!.Age, list.Lists.AgeDays));
        Assert.All(list.Alerts, a => Assert.Equal(age == ListAge.Stale, a.NotAssessed.Any(n => n.StartsWith("lists: delivered on", StringComparison.Ordinal))));
        Assert.Equal(age == ListAge.Stale, list.Blind.Any(b => b.EndsWith("every decision of this night was made on stale lists.", StringComparison.Ordinal)));
    }

    // Some of those who evade drop a word of the listed name: equal names alone do not find them.
    [Fact]
    public void AListedPartyUnderAnotherSpellingIsFoundWordByWord()
    {
        Policy policy = EveryRisk with { Capacity = EveryRisk.Capacity with { Alerts = 400 } };
        ListHit[] hits = [.. ((ulong[])[5, 13]).SelectMany(seed => Run(SimulatedNight.OfManyDiversions(seed), policy: policy).List.Alerts).SelectMany(a => a.ListMatches)];
        Assert.Contains(hits, h => h.IsExact);
        ListHit near = hits.First(h => !h.IsExact);
        Assert.True(near.Words.Count > 0 && near.Words.Any(w => w.Kind != TokenMatchKind.Exact), near.Party);
        Assert.Matches("^restricted_parties.csv:[0-9]+$", near.Source);
    }

    // Of an order of which hardly anything is loaded nothing is known that would lift it above the least risk.
    private static Policy EveryRisk => SomeRow.ShippedPolicy with { Capacity = SomeRow.ShippedPolicy.Capacity with { MinimumRisk = 0 } };

    private static (NightlyList List, List<ScoreRow> Scores) Run(SimulatedNight night, int threads = 2, IReadOnlyDictionary<string, OpenAlert>? open = null, Policy? policy = null)
    {
        var screen = new Screen(night.Log, night.Countries, policy ?? SomeRow.ShippedPolicy, night.Date, threads);
        NightlyList list = screen.Run(open ?? new Dictionary<string, OpenAlert>(), s_versions, new Stages(), null, TestContext.Current.CancellationToken);
        return (list, screen.Scores);
    }
}
