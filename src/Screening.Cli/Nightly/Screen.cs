using Screening.Alerts;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Registry;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Nightly;

/// <summary>
/// From an event log to a night's list: replay, fit what is usual, assess, rank, put into words. Pure but for the threads it uses; the
/// same log, policy and date give the same list.
/// </summary>
internal sealed class Screen(EventLog log, CountryGroups countries, Policy policy, DateOnly date, int threads)
{
    /// <summary>What reviewers have put aside.</summary>
    public IReadOnlyList<NameDismissal> Dismissals { get; init; } = [];

    /// <summary>Day on which restricted-party lists were last delivered; null for never.</summary>
    public DateOnly? ListsDelivered { get; init; }

    /// <summary>The trained model, and why there is none or what holds of it.</summary>
    public ServedModel Model { get; init; } = ServedModel.None;

    /// <summary>A model that scores beside it and lists nothing; <c>null</c> for none.</summary>
    public RiskModel? Shadow { get; init; }

    /// <summary>What the shadow would have done; empty without one.</summary>
    public IReadOnlyList<ShadowRow> ShadowRows { get; private set; } = [];

    /// <summary>Computes the planned looks; on this machine alone unless told.</summary>
    public Func<ReadPlan, IProgress<double>?, CancellationToken, FeatureMatrix> Replay { get; set; } =
        (plan, progress, cancellation) => Engine.Replay(log, countries, plan, threads, progress, cancellation);

    /// <summary>Scores the looks; on this machine alone unless told.</summary>
    public Func<LookScorer, CancellationToken, LookScore[]> Assess { get; set; } = (scorer, cancellation) =>
    {
        var scores = new LookScore[scorer.Count];
        scorer.Score(0, scores, cancellation);
        return scores;
    };

    /// <summary>Scores of tonight and of the day's arrivals.</summary>
    public List<ScoreRow> Scores { get; } = [];

    /// <summary>The looks at orders as they arrived; null before the list is made.</summary>
    public ArrivalLooks? Arrived { get; private set; }

    /// <summary>Makes the list.</summary>
    /// <param name="open">Open alerts by subject.</param>
    /// <param name="versions">Versions of data, lists and policy; feature set and model are set here.</param>
    /// <param name="stages">Times the stages.</param>
    /// <param name="progress">Receives how far the replay is, 0 to 1.</param>
    /// <param name="cancellation">Stops between stages and pieces of the replay.</param>
    public NightlyList Run(
        IReadOnlyDictionary<string, OpenAlert> open, VersionSet versions, Stages stages, IProgress<double>? progress, CancellationToken cancellation)
    {
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        long asOf = Micros.EndOf(date);
        NightLooks night = NightLooks.Of(log, date);
        ScoredSet set = night.Set;
        FeatureMatrix matrix = stages.Time("replay", log.Events.Count, () => Replay(night.Plan, progress, cancellation));
        PeerAnomaly? anomaly = stages.Time("fit", night.FitRows.Count, () => LookScorer.UsualOf(log, night, matrix, policy.Blend.PeerMinimum, threads));
        var dismissals = new Dismissals(Dismissals, date);
        var scorer = new LookScorer(log, night, matrix, anomaly, new NightRules(policy, Model.Model, Shadow, dismissals));
        ListState state = ListState.Of(policy.Lists, ListsDelivered, date);
        var builder = new AlertBuilder(log, set.Subjects, scorer.Lists, new OrderWords(log, countries, asOf), countries, policy, catalogue, date) { NightNotes = state.Note is { } note ? [note] : [], Model = Model.Model, Usual = anomaly };

        LookScore[] scores = stages.Time("assess", scorer.Count, () => Assess(scorer, cancellation));
        Scores.AddRange(scores.Select((score, i) => Stored(scorer[i], score)));
        (ReadOnlyMemory<LookScore> ofTonight, IReadOnlyList<(int Subject, int Row)> tonight) = (scores.AsMemory(scorer.FirstTonight), night.Tonight);
        Dictionary<int, int> best = Leaders(tonight, i => ofTonight.Span[i].Margin);
        Dictionary<int, int> looks = Enumerable.Range(0, tonight.Count).ToDictionary(i => tonight[i].Row);
        Assessment Whole(Candidate candidate)
        {
            int scored = scorer.FirstTonight + looks[candidate.Order];
            Assessment whole = scorer.Assess(scored);
            return whole.Margin.Equals(scores[scored].Margin)
                ? whole
                : throw new InvalidOperationException(FormattableString.Invariant($"order {log.Symbols.Orders.Text(log.Orders[candidate.Order].Order)} was scored {scores[scored].Margin:R} and is {whole.Margin:R}"));
        }

        IReadOnlyList<Alert> alerts = stages.Time("rank", best.Count, () => Rank(best, set, i => RankedBy(ofTonight.Span[i], inShadow: false), tonight)
            .Select(r => r with { Candidate = r.Candidate with { Assessment = Whole(r.Candidate) } })
            .Select(r => builder.Build(r, matrix[night.Arrivals + looks[r.Candidate.Order]], matrix[night.OnArrival[r.Candidate.Order]], open.GetValueOrDefault(r.Candidate.Subject))).ToList());
        if (Shadow is not null)
            ShadowRows = stages.Time("shadow", tonight.Count, () => InShadow(Leaders(tonight, i => ofTonight.Span[i].ShadowMargin), set, i => RankedBy(ofTonight.Span[i], inShadow: true), tonight, alerts));
        Arrived = new ArrivalLooks(set.Subjects, night.OnArrival, matrix, scorer.OnArrival);
        SignCoverage signs = Coverage.Of(policy, LoadedData.Of(log));
        VersionSet made = versions with { FeatureSet = catalogue.Id, Model = Model.Version };
        return new NightlyList
        {
            RunId = RunId(date, made, policy.Capacity, dismissals.Version),
            Date = date,
            AsOf = Micros.ToDateTime(asOf),
            Versions = made,
            Alerts = alerts,
            Capacity = policy.Capacity.Alerts,
            OrdersAssessed = tonight.Count,
            SubjectsAssessed = best.Count,
            NewOrders = set.Arrivals.Count,
            PeersFitted = anomaly is null ? 0 : night.FitRows.Count,
            Known = Known(),
            Lists = state,
            ModelPart = Model.Part,
            Blind = [.. Coverage.Sentences(signs), .. Model.Problem is { } problem ? [problem] : Array.Empty<string>(), .. Blind(anomaly, state, scores.Sum(score => score.PutAside))],
            Signs = signs,
        };
    }

    /// <summary>The id of a run: what it was made from, and nothing else.</summary>
    public static string RunId(DateOnly date, VersionSet versions, CapacityPolicy capacity, string dismissals = "")
    {
        string made = FormattableString.Invariant(
            $"{date:yyyy-MM-dd}|{versions.Data}|{versions.Lists}|{versions.FeatureSet}|{versions.Policy}|{versions.Model}|{capacity.Alerts}{(dismissals.Length == 0 ? "" : "|" + dismissals)}");
        byte[] hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(made));
        return FormattableString.Invariant($"R-{date:yyyyMMdd}-{Convert.ToHexStringLower(hash)[..8]}");
    }

    private ScoreRow Stored(PlannedRead read, in LookScore score)
    {
        ref readonly OrderVersion order = ref log.Orders[read.Order];
        return new ScoreRow(log.Symbols.Orders.Text(order.Order)!, order.Version, Micros.ToDateTime(read.AsOf), score.Margin, RankedBy(score, inShadow: false).Risk);
    }

    // What ranks: the rest of an assessment is found again for those that are listed, which are few.
    private static Assessment RankedBy(in LookScore score, bool inShadow) => new()
    {
        Margin = inShadow ? score.ShadowMargin : score.Margin,
        Model = inShadow ? new ModelOpinion(score.ShadowLogOdds, false) : null,
        IsMandatoryHold = score.Holds != 0,
        Found = [],
        NotAssessed = [],
        AnomalyPercentile = null,
        AnomalyLogOdds = 0,
        Peers = 0,
        Unusual = [],
    };

    // A subject's score tonight is the highest among its orders; of equals the first.
    private static Dictionary<int, int> Leaders(IReadOnlyList<(int Subject, int Row)> tonight, Func<int, double> margin)
    {
        var best = new Dictionary<int, int>();
        for (int i = 0; i < tonight.Count; i++)
            if (!best.TryGetValue(tonight[i].Subject, out int leader) || margin(i) > margin(leader)) best[tonight[i].Subject] = i;
        return best;
    }

    private IReadOnlyList<RankedCandidate> Rank(Dictionary<int, int> best, ScoredSet set, Func<int, Assessment> of, IReadOnlyList<(int Subject, int Row)> tonight) =>
        Ranking.Rank(best.Select(b => Candidate(b.Key, tonight[b.Value].Row, of(b.Value), set)), policy, FormattableString.Invariant($"{date:yyyy-MM-dd}/{policy.Version}"));

    private List<ShadowRow> InShadow(Dictionary<int, int> best, ScoredSet set, Func<int, Assessment> of, IReadOnlyList<(int Subject, int Row)> tonight, IReadOnlyList<Alert> alerts)
    {
        Dictionary<string, int> listed = alerts.ToDictionary(alert => alert.Subject, alert => alert.Rank, StringComparer.Ordinal);
        Dictionary<string, int> would = Rank(best, set, of, tonight).ToDictionary(r => r.Candidate.Subject, r => r.Rank, StringComparer.Ordinal);
        var rows = best.Select(b => Candidate(b.Key, tonight[b.Value].Row, of(b.Value), set))
            .OrderByDescending(c => c.Assessment.Model!.Value.LogOdds).ThenBy(c => c.Subject, StringComparer.Ordinal);
        return
        [
            .. rows.Select((c, i) => new ShadowRow(
                    c.Subject, log.Symbols.Orders.Text(log.Orders[c.Order].Order)!, c.Assessment.Model!.Value.Probability, i + 1, c.Assessment.Margin,
                    would.TryGetValue(c.Subject, out int rank) ? rank : null, listed.TryGetValue(c.Subject, out int place) ? place : null))
                .OrderByDescending(row => row.Margin).ThenBy(row => row.Subject, StringComparer.Ordinal),
        ];
    }

    private Candidate Candidate(int subject, int speaking, Assessment assessment, ScoredSet set)
    {
        List<int> orders = [speaking, .. set.Orders[subject].Where(r => r != speaking)];
        double h100e = 0, usd = 0;
        foreach (int row in orders)
        {
            h100e += log.Orders[row].Content.H100e;
            usd += log.Orders[row].Content.ValueUsd;
        }

        return new Candidate("S-" + log.Symbols.Parties.Text(subject), speaking, orders, assessment, h100e, usd);
    }

    private List<KnownRows> Known() =>
    [
        new("products", log.Products.Count), new("places", log.Places.Count), new("restricted_parties", log.RestrictedEntries.Count),
        new("parties", log.Profiles.Count), new("party_events", log.PartyEvents.Count), new("balance_sheets", log.BalanceSheets.Count),
        new("capacity", log.Capacity.Count), new("order versions", log.Orders.Count), new("shipments", log.Legs.Count),
        new("certificates", log.Certificates.Count), new("installations", log.Installations.Count), new("payments", log.Payments.Count),
        new("device_reports", log.DeviceReports.Count), new("tenants", log.Tenancies.Count), new("audits_and_bonds", log.AuditsAndBonds.Count),
        new("tips", log.Tips.Count), new("holds", log.HoldActions.Count), new("dispositions", log.Dispositions.Count), new("outcomes", log.OutcomeReports.Count),
    ];

    private List<string> Blind(PeerAnomaly? anomaly, ListState lists, int putAside)
    {
        var blind = new List<string>();
        if (log.Standing(EventKind.RestrictedParty) == 0) blind.Add("No restricted-party list is loaded: no name was screened.");
        if (log.Standing(EventKind.BalanceSheet) == 0) blind.Add("No balance sheet is loaded: nobody's means were assessed.");
        if (log.Standing(EventKind.Capacity) == 0) blind.Add("No capacity is loaded: no order was held against what a site can power.");
        if (log.Standing(EventKind.PartyEvent) == 0) blind.Add("No party event is loaded: changes of owners and directors are not seen, nor who is linked by them.");
        if (log.Standing(EventKind.ShipmentLeg) == 0) blind.Add("No shipment is loaded: routes were not assessed.");
        if (log.Standing(EventKind.Certificate) == 0) blind.Add("No end-user statement or call-back is loaded: whether end users know of the orders was not assessed.");
        if (log.Standing(EventKind.Payment) == 0) blind.Add("No payment is loaded: who pays, from where and how was not assessed.");
        if (log.Standing(EventKind.DeviceReport) == 0) blind.Add("No device report is loaded: what becomes of goods after delivery is not seen.");
        if (log.Standing(EventKind.Installation) == 0) blind.Add("No installation is loaded: what already stands at a site is known from orders alone.");
        if (log.Standing(EventKind.HoldAction) == 0) blind.Add("No hold is loaded: releases without independent evidence are not seen.");
        if (log.Standing(EventKind.Tenancy) == 0) blind.Add("No tenant is loaded: nobody's letting of machines was assessed.");
        if (log.Standing(EventKind.AuditOrBond) == 0) blind.Add("No audit or bond is loaded: refusals are not seen.");
        if (anomaly is null) blind.Add("No order is known from before tonight: nothing could be compared with peers.");
        bool comparesNames = log.Standing(EventKind.RestrictedParty) > 0 && policy.Typologies.Any(t => t.Id is "T21" or "E22" or "E03" or "E05" or "E21");
        if (lists.Note is { } note) blind.Add(char.ToUpperInvariant(note[0]) + note[1..] + ": every decision of this night was made on stale lists.");
        if (lists.IsExempt) blind.Add("How old restricted-party lists are is not checked: the policy exempts them.");
        if (putAside > 0) blind.Add($"{Words.Count(putAside, "match")} with restricted parties on tonight's orders {(putAside == 1 ? "was" : "were")} put aside by reviewers and not counted.");
        if (log.NamePairs.ListedNotComparable is > 0 and int listed) blind.Add($"{Words.Count(listed, "listed name")} cannot be compared word by word and {(listed == 1 ? "is" : "are")} found letter for letter only.");
        if (comparesNames) blind.Add(FormattableString.Invariant($"Names are compared word by word, from a score of {NamePairs.Thresholds.Review:0.00} on; a listed party under a name unlike all that the lists give is not found."));
        return blind;
    }
}
