namespace Screening.Inspections;

/// <summary>How likely a holder's goods were moved on, as the night's ranking has it.</summary>
public enum RiskTier
{
    /// <summary>Below the risk from which an order is reviewed.</summary>
    Low,

    /// <summary>From there to the risk from which it is held, and holders that could not be assessed.</summary>
    Middle,

    /// <summary>From the risk from which it is held.</summary>
    High,
}

/// <summary>A party that holds controlled compute.</summary>
/// <param name="PartyId">Party.</param>
/// <param name="Name">Its name, or its id.</param>
/// <param name="Country">Two letters; <c>null</c> where not known.</param>
/// <param name="Risk">The highest risk among its orders, 0 to 1; <c>null</c> where none was assessed.</param>
/// <param name="StockH100e">Compute ordered by it or for it and not known to be passed on.</param>
/// <param name="Serials">Serial numbers of devices that were told to stand with it.</param>
/// <param name="Inspectors">Who inspected or audited it before, as told.</param>
/// <param name="LastInspectedOn">Day of the last inspection; <c>null</c> for never.</param>
/// <param name="CertifiedOn">Day of its latest end-user statement; <c>null</c> for none.</param>
public sealed record Holder(
    string PartyId, string Name, string? Country, double? Risk, double StockH100e, IReadOnlyList<string> Serials, IReadOnlyList<string> Inspectors, DateOnly? LastInspectedOn, DateOnly? CertifiedOn);

/// <summary>What a plan is asked for.</summary>
public sealed record InspectionOptions
{
    /// <summary>First day on which anybody may come.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Risk from which a holder is in the middle tier.</summary>
    public required double MiddleRisk { get; init; }

    /// <summary>Risk from which it is in the high tier.</summary>
    public required double HighRisk { get; init; }

    /// <summary>Compute from which a holder is large.</summary>
    public double LargeH100e { get; init; } = 1000;

    /// <summary>The chance with which each stratum shows something when as many of its holders divert as is supposed, 0 to below 1.</summary>
    public double Detection { get; init; } = 0.9;

    /// <summary>The chance that a visit sees what is amiss: somebody may have been warned, or goods brought back for the day.</summary>
    public double Seen { get; init; } = 0.8;

    /// <summary>Shares of diverting holders from which a stratum shall show it, by tier from low to high: the smaller, the more visits.</summary>
    public IReadOnlyList<double> Supposed { get; init; } = [0.05, 0.1, 0.2];

    /// <summary>Share of a holder's devices that must be missing for the count to show it.</summary>
    public double MissingShare { get; init; } = 0.1;

    /// <summary>Days after which a holder's statement must be renewed: half a year.</summary>
    public int RenewalDays { get; init; } = 183;

    /// <summary>Most visits of one auditor.</summary>
    public int MostVisitsEach { get; init; } = int.MaxValue;
}

/// <summary>Holders of one tier and size.</summary>
/// <param name="Risk">Tier.</param>
/// <param name="IsLarge">Whether they hold much.</param>
/// <param name="Holders">How many there are.</param>
/// <param name="SupposedDiverting">How many of them would have to divert for the sample to be meant to show it.</param>
/// <param name="Visits">How many are visited.</param>
/// <param name="MissChance">The chance that these visits show nothing though so many divert.</param>
/// <param name="StockH100e">What they hold.</param>
public sealed record InspectionStratum(RiskTier Risk, bool IsLarge, int Holders, int SupposedDiverting, int Visits, double MissChance, double StockH100e);

/// <summary>A visit, announced to nobody.</summary>
/// <param name="Id">Number in the plan.</param>
/// <param name="Day">The day.</param>
/// <param name="Holder">Whom.</param>
/// <param name="Risk">Its tier.</param>
/// <param name="IsLarge">Whether it holds much.</param>
/// <param name="Auditor">Who goes; <c>null</c> when nobody may.</param>
/// <param name="Serials">Devices to see, drawn among those known; empty when no serial number is known, and then all are counted.</param>
/// <param name="Whole">Whether everything is to be counted because no serial number is known.</param>
public sealed record InspectionVisit(string Id, DateOnly Day, Holder Holder, RiskTier Risk, bool IsLarge, string? Auditor, IReadOnlyList<string> Serials, bool Whole);

/// <summary>A statement of an end user that is due.</summary>
/// <param name="PartyId">Whose.</param>
/// <param name="Name">Its name, or its id.</param>
/// <param name="CertifiedOn">Day of the latest; <c>null</c> for none.</param>
/// <param name="DueOn">Day by which a new one is needed; <c>null</c> where there never was one: at once.</param>
public sealed record Renewal(string PartyId, string Name, DateOnly? CertifiedOn, DateOnly? DueOn)
{
    /// <summary>Statements that are due by the last day, the oldest first.</summary>
    /// <param name="holders">Everybody who holds controlled compute.</param>
    /// <param name="options">What is asked for.</param>
    public static IReadOnlyList<Renewal> Due(IReadOnlyList<Holder> holders, InspectionOptions options) =>
    [
        .. holders.Select(holder => new Renewal(holder.PartyId, holder.Name, holder.CertifiedOn, holder.CertifiedOn?.AddDays(options.RenewalDays)))
            .Where(renewal => renewal.DueOn is null || renewal.DueOn <= options.To)
            .OrderBy(renewal => renewal.DueOn ?? DateOnly.MinValue).ThenBy(renewal => renewal.PartyId, StringComparer.Ordinal),
    ];
}

/// <summary>How many statements of end users are due by the last day.</summary>
/// <param name="Due">All of them.</param>
/// <param name="NeverGiven">Those of holders that never gave one.</param>
public sealed record StatementsDue(int Due, int NeverGiven);

/// <summary>A programme of verification for some weeks: whom to visit, drawn at random within strata, and whose statements to renew.</summary>
/// <param name="Commitment">SHA-256 of the seed of the draw, which can be shown before.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Strata">Strata that hold anybody, the highest risk first.</param>
/// <param name="Visits">Visits by day.</param>
/// <param name="Statements">How many statements are due; <c>null</c> in a file that does not say.</param>
public sealed record InspectionPlan(string Commitment, InspectionOptions Options, IReadOnlyList<InspectionStratum> Strata, IReadOnlyList<InspectionVisit> Visits, StatementsDue? Statements)
{
    /// <summary>Makes a plan.</summary>
    /// <param name="holders">Everybody who holds controlled compute.</param>
    /// <param name="due">Statements that are due: see <see cref="Renewal.Due"/>.</param>
    /// <param name="auditors">Auditors by name.</param>
    /// <param name="draw">The draw.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="ArgumentException">The days hold no working day, or a number is out of its range.</exception>
    public static InspectionPlan Of(IReadOnlyList<Holder> holders, IReadOnlyList<Renewal> due, IReadOnlyList<string> auditors, InspectionDraw draw, InspectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(holders);
        ArgumentNullException.ThrowIfNull(due);
        ArgumentNullException.ThrowIfNull(auditors);
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(options);
        List<DateOnly> days = WorkingDays(options);
        var strata = new List<InspectionStratum>();
        var visited = new List<(Holder Holder, RiskTier Risk, bool IsLarge)>();
        foreach (var stratum in holders.GroupBy(holder => (Risk: Tier(holder, options), IsLarge: holder.StockH100e >= options.LargeH100e)).OrderByDescending(s => s.Key.Risk).ThenByDescending(s => s.Key.IsLarge))
        {
            (RiskTier risk, bool isLarge) = stratum.Key;
            Dictionary<string, Holder> byId = stratum.ToDictionary(holder => holder.PartyId, StringComparer.Ordinal);
            int supposed = Math.Max(1, (int)Math.Ceiling(options.Supposed[(int)risk] * byId.Count));
            int visits = DetectionSample.Least(byId.Count, supposed, options.Detection, options.Seen);
            strata.Add(new InspectionStratum(
                risk, isLarge, byId.Count, supposed, visits, DetectionSample.Miss(byId.Count, supposed, visits, options.Seen), stratum.Sum(holder => holder.StockH100e)));
            visited.AddRange(draw.Take("holder", byId.Keys, visits).Select(id => (byId[id], risk, isLarge)));
        }

        visited.Sort(static (a, b) => string.CompareOrdinal(a.Holder.PartyId, b.Holder.PartyId));
        HashSet<string>[] past = [.. visited.Select(v => v.Holder.Inspectors.Select(Screening.Parties.NameKey.Of).ToHashSet(StringComparer.Ordinal))];
        string[] keys = [.. auditors.Select(Screening.Parties.NameKey.Of)];
        IReadOnlyList<int> who = AuditorMatching.Of(
            [.. past.Select(IReadOnlyList<int> (before) => [.. Enumerable.Range(0, keys.Length).Where(a => !before.Contains(keys[a]))])], auditors.Count, options.MostVisitsEach);
        List<InspectionVisit> planned =
        [
            .. visited.Select((v, i) => (v.Holder, v.Risk, v.IsLarge, Auditor: who[i] < 0 ? null : auditors[who[i]], Day: days[draw.Below("day", v.Holder.PartyId, days.Count)]))
                .OrderBy(v => v.Day).ThenBy(v => v.Holder.PartyId, StringComparer.Ordinal)
                .Select((v, i) => new InspectionVisit(
                    FormattableString.Invariant($"V-{i + 1:000}"), v.Day, v.Holder, v.Risk, v.IsLarge, v.Auditor, Devices(v.Holder, draw, options), v.Holder.Serials.Count == 0)),
        ];
        return new InspectionPlan(draw.Commitment, options, strata, planned, new StatementsDue(due.Count, due.Count(renewal => renewal.DueOn is null)));
    }

    // A holder nobody assessed is not a holder of low risk.
    private static RiskTier Tier(Holder holder, InspectionOptions options) => holder.Risk is not { } risk ? RiskTier.Middle : risk >= options.HighRisk ? RiskTier.High : risk >= options.MiddleRisk ? RiskTier.Middle : RiskTier.Low;

    private static List<string> Devices(Holder holder, InspectionDraw draw, InspectionOptions options)
    {
        int all = holder.Serials.Count;
        if (all == 0) return [];
        int missing = Math.Max(1, (int)Math.Ceiling(options.MissingShare * all));
        return [.. draw.Take("device of " + holder.PartyId, holder.Serials, DetectionSample.Least(all, missing, options.Detection, 1)).Order(StringComparer.Ordinal)];
    }

    private static List<DateOnly> WorkingDays(InspectionOptions options)
    {
        var days = new List<DateOnly>();
        for (DateOnly day = options.From; day <= options.To; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) days.Add(day);
        }

        return days.Count > 0 ? days : throw new ArgumentException(FormattableString.Invariant($"no working day lies from {options.From:yyyy-MM-dd} to {options.To:yyyy-MM-dd}"), nameof(options));
    }
}
