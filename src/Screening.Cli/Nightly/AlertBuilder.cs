using Screening.Alerts;
using Screening.Data.Store;
using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Nightly;

/// <summary>Puts a ranked subject into words and figures.</summary>
internal sealed class AlertBuilder(
    EventLog log, Subjects subjects, ListHits lists, OrderWords words, CountryGroups countries, Policy policy, FeatureCatalogue catalogue, DateOnly date)
{
    private const int HistoryDays = 730;
    private const int SentenceParts = 2;
    private Dictionary<int, List<int>>? _ordersOfSubject;
    private Dictionary<int, List<int>>? _membersOfSubject;
    private readonly ReasonWords _reasons = new(words, policy, catalogue);

    /// <summary>The trained model; <c>null</c> for none.</summary>
    public RiskModel? Model { get; init; }

    /// <summary>What is usual; <c>null</c> when there was nothing to compare with.</summary>
    public PeerAnomaly? Usual { get; init; }

    /// <summary>What holds of every decision of the night, such as that its lists are stale.</summary>
    public IReadOnlyList<string> NightNotes { get; init; } = [];

    /// <summary>Makes an alert.</summary>
    /// <param name="ranked">The subject and its place.</param>
    /// <param name="row">Features of the speaking order as of the night.</param>
    /// <param name="onArrival">Its features as it arrived.</param>
    /// <param name="open">The subject's open alert as last shown; <c>null</c> when it has none.</param>
    public Alert Build(RankedCandidate ranked, ReadOnlySpan<double> row, ReadOnlySpan<double> onArrival, OpenAlert? open)
    {
        Candidate candidate = ranked.Candidate;
        ref readonly OrderVersion order = ref log.Orders[candidate.Order];
        int subject = subjects.Of(order.Subject);
        int profile = log.CurrentProfile(subject);
        string id = open?.AlertId ?? AlertStore.NewAlertId(candidate.Subject, date);
        List<int> members = Members(subject);
        AlertModel? model = candidate.Assessment.Model is { } opinion
            ? ModelWords.Of(Model!, opinion, opinion.IsOfArrival ? onArrival : row, candidate.Assessment.AnomalyBits, Usual, UsualOrders.Peer(log, order), catalogue)
            : null;
        IReadOnlyList<Reason> reasons = _reasons.Reasons(candidate.Assessment, order, subject, model);
        return new Alert
        {
            Id = id,
            Subject = candidate.Subject,
            Name = words.Name(subject),
            Country = profile == Missing.Symbol ? null : CountryCode.Text(log.Profiles[profile].Country),
            Kind = profile == Missing.Symbol ? "unknown" : log.Profiles[profile].Kind.ToString().ToLowerInvariant(),
            AgeDays = profile == Missing.Symbol || log.Profiles[profile].IncorporatedAt == Missing.Moment
                ? null
                : Math.Floor((Micros.EndOf(date) - log.Profiles[profile].IncorporatedAt) / (double)Micros.PerDay),
            Members = [.. members.Select(words.Name)],
            Links = MemberLinks.Of(log, members, words),
            Notes = Notes(candidate),
            Rank = ranked.Rank,
            Lane = ranked.Lane,
            Risk = candidate.Assessment.Risk,
            Margin = candidate.Assessment.Margin,
            Priority = ranked.Priority,
            StakeH100e = candidate.StakeH100e,
            StakeUsd = candidate.StakeUsd,
            Sentence = Sentence(candidate.Assessment, reasons, order, subject),
            Reasons = reasons,
            Model = model,
            NotAssessed = [.. _reasons.NotAssessed(candidate.Assessment, order, subject), .. NightNotes],
            ListMatches = lists.Of(order),
            OrderId = log.Symbols.Orders.Text(order.Order)!,
            OrderVersion = order.Version,
            Orders = [.. candidate.Orders.Select(Describe)],
            Changed = Changed(candidate, open),
            ShownProbability = ranked.ShownProbability,
            AsOf = Micros.ToDateTime(Micros.EndOf(date)),
            Evidence = Evidence(candidate, order, subject, row),
        };
    }

    private List<int> Members(int subject)
    {
        if (_membersOfSubject is null)
        {
            _membersOfSubject = [];
            for (int party = 0; party < log.Symbols.Parties.Count; party++)
            {
                int of = subjects.Of(party);
                if (!_membersOfSubject.TryGetValue(of, out List<int>? members)) _membersOfSubject[of] = members = [];
                members.Add(party);
            }
        }

        // Numbers of parties are no order to show them in.
        return [.. _membersOfSubject[subject].OrderBy(p => log.Symbols.Parties.Text(p), StringComparer.Ordinal)];
    }

    private List<int> OrdersOf(int subject)
    {
        if (_ordersOfSubject is null)
        {
            _ordersOfSubject = [];
            foreach (int row in log.Orders.Each())
            {
                if (log.InForce(log.Orders[row].Order) != row) continue;
                int of = subjects.Of(log.Orders[row].Subject);
                if (!_ordersOfSubject.TryGetValue(of, out List<int>? rows)) _ordersOfSubject[of] = rows = [];
                rows.Add(row);
            }
        }

        return _ordersOfSubject.GetValueOrDefault(subject, []);
    }

    // Beyond what one order counts for an amount is a slip of the record, and everything that is summed from it too.
    private List<string> Notes(Candidate candidate)
    {
        var notes = new List<string>();
        foreach (int row in candidate.Orders)
        {
            ref readonly OrderVersion order = ref log.Orders[row];
            if (order.Content.ValueCents >= Volume.MostCents || order.Content.Tpp >= Volume.MostTpp || order.Content.AcceleratorWatts >= Volume.MostWatts)
                notes.Add($"order {log.Symbols.Orders.Text(order.Order)}: amount beyond what is plausible, counted as {Words.Usd(order.Content.ValueUsd)} and {Words.H100e(order.Content.H100e)}: check the record");
        }

        return notes;
    }

    private string Sentence(Assessment assessment, IReadOnlyList<Reason> reasons, OrderVersion order, int subject)
    {
        // Filled as one text, so that a party is named once and then called by its role.
        string text = assessment.Found.Count > 0
            ? words.Fill(string.Join("; ", assessment.Found.Take(SentenceParts).Select(f => f.Finding.Sentence)), order, subject)
            : reasons[0].Code == "anomaly" ? _reasons.Unusual(assessment, 1) : reasons[0].Sentence;
        return text.Length == 0 ? "nothing found" : char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }

    private static string Changed(Candidate candidate, OpenAlert? open)
    {
        if (open is null) return "new tonight";
        var parts = new List<string>();
        HashSet<string> codes = [.. open.Shown.Reasons.Select(r => r.Code)];
        parts.AddRange(candidate.Assessment.Found.Where(f => !codes.Contains(f.Typology.Id)).Select(f => f.Typology.Chip + " is new"));
        int more = candidate.Orders.Count - open.Shown.Orders.Count;
        if (more != 0) parts.Add(Words.Count(Math.Abs(more), "order") + (more > 0 ? " more" : " fewer"));
        if (Math.Abs(candidate.Assessment.Risk - open.Shown.Risk) >= 0.005)
            parts.Add($"risk {Words.Percent(open.Shown.Risk)} to {Words.Percent(candidate.Assessment.Risk)}");
        return parts.Count == 0
            ? FormattableString.Invariant($"as on {open.LastDate:yyyy-MM-dd}")
            : FormattableString.Invariant($"since {open.LastDate:yyyy-MM-dd}: {string.Join(", ", parts)}");
    }

    private AlertOrder Describe(int row)
    {
        ref readonly OrderVersion order = ref log.Orders[row];
        return new AlertOrder(
            log.Symbols.Orders.Text(order.Order)!, order.Version, order.Status.ToString().ToLowerInvariant(), Micros.ToDateTime(order.OrderedAt), words.Name(order.Purchaser),
            order.EndUser == Missing.Symbol ? null : words.Name(order.EndUser), CountryCode.Text(order.DestinationCountry), order.Content.H100e, order.Content.ValueUsd, words.Lines(order))
        {
            KnownAt = Micros.ToDateTime(order.KnownAt),
            Parties = [.. words.Parties(order)],
        };
    }

    private AlertEvidence Evidence(Candidate candidate, in OrderVersion order, int subject, ReadOnlySpan<double> row)
    {
        double? Value(ReadOnlySpan<double> values, string feature) => double.IsNaN(values[catalogue[feature]]) ? null : values[catalogue[feature]];
        long since = Micros.EndOf(date) - (HistoryDays * Micros.PerDay);
        List<OrderPoint> history = [.. OrdersOf(subject)
            .Where(r => log.Orders[r].Counts && log.Orders[r].EventAt > since)
            .OrderBy(r => log.Orders[r].EventAt).ThenBy(r => r)
            .Select(r => new OrderPoint(
                Micros.Day(log.Orders[r].EventAt), log.Symbols.Orders.Text(log.Orders[r].Order)!, log.Orders[r].Content.AcceleratorKw,
                log.Orders[r].Content.H100e, log.Orders[r].Content.ValueUsd))];
        return new AlertEvidence(
            Value(row, "end_user_site_power_kw"), Value(row, "end_user_verified_power_kw"), history, Statements(order.Purchaser), Route(candidate));
    }

    private List<StatementPoint> Statements(int purchaser)
    {
        var ledger = new PartyLedger();
        foreach (int row in log.BalanceSheets.Each())
        {
            if (log.BalanceSheets[row].Party == purchaser) ledger.Learn(log.BalanceSheets[row]);
        }

        if (ledger.LatestStatement(Micros.EndOf(date)) is not { } latest) return [];
        static double? Usd(long cents) => cents == Missing.Amount ? null : cents / 100.0;
        static StatementPoint Point(BalanceSheet s) => new(Micros.Day(s.PeriodEnd), s.AssetsCents / 100.0, Usd(s.DepositsCents), Usd(s.EquityCents));
        return ledger.YearBefore(latest) is { } before ? [Point(before), Point(latest)] : [Point(latest)];
    }

    private List<RouteLeg> Route(Candidate candidate)
    {
        IEnumerable<int> legs = candidate.Orders.Select(r => log.Orders[r].Order).Distinct().SelectMany(words.Legs)
            .Where(row => log.Legs[row].FromPlaceRow != Missing.Symbol && log.Legs[row].ToPlaceRow != Missing.Symbol)
            .OrderBy(row => log.Legs[row].Shipment).ThenBy(row => log.Legs[row].LegNo);
        return [.. legs.Take(24).Select(row =>
        {
            ref readonly ShipmentLeg leg = ref log.Legs[row];
            Place from = log.Places[leg.FromPlaceRow], to = log.Places[leg.ToPlaceRow];
            return new RouteLeg(
                log.Symbols.Places.Text(leg.From)!, from.LatitudeDegrees, from.LongitudeDegrees, log.Symbols.Places.Text(leg.To)!, to.LatitudeDegrees,
                to.LongitudeDegrees, countries.HubTier(leg.ToCountry, leg.KnownAt) > 0);
        })];
    }
}
