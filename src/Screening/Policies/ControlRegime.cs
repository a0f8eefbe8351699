using Screening.Records;

namespace Screening.Policies;

/// <summary>
/// The law on advanced computing as dated tables: what class a product has on a day, and whether it needs a licence, as codified and as
/// enforced. The policy chooses the reading. It knows nothing of lists of parties, of embargoes on all goods, of end uses.
/// </summary>
/// <param name="countries">Country groups with their tables.</param>
public sealed class ControlRegime(CountryGroups countries)
{
    private readonly long[] _changes = [.. Changes(countries)];

    /// <summary>Makes a regime of some tables.</summary>
    public ControlRegime(IReadOnlyList<Threshold> thresholds, IReadOnlyList<ProductOverride> overrides, IReadOnlyList<LicenceRule> rules, CountryGroups countries)
        : this((countries ?? throw new ArgumentNullException(nameof(countries))).With(new LawTables(thresholds, overrides, rules)))
    {
    }

    /// <summary>All thresholds, whatever the day.</summary>
    public IReadOnlyList<Threshold> Thresholds => countries.Law.Thresholds;

    /// <summary>All products caught by an individual notice, whatever the day.</summary>
    public IReadOnlyList<ProductOverride> Overrides => countries.Law.Overrides;

    /// <summary>All licence rules, whatever the day.</summary>
    public IReadOnlyList<LicenceRule> Rules => countries.Law.Rules;

    /// <summary>The country groups that the rules name.</summary>
    public CountryGroups Countries => countries;

    /// <summary>The number of the period in which a day lies, from 0: within one no answer changes.</summary>
    public int Period(DateOnly day)
    {
        int at = Array.BinarySearch(_changes, Micros.StartOf(day));
        return at < 0 ? ~at : at + 1;
    }

    /// <summary>The class of a product on a day: the stricter of its figures and of a notice that names it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public Classification Classify(ProductFigures figures, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(figures);
        CheckRange(figures);
        var today = new ControlThresholds(Thresholds, day);
        Classification computed = new ClassArithmetic(today).Classify(figures);
        computed = computed with { ReviewedCaseByCase = CaseByCase(today, figures, computed.Class) };
        ProductOverride? named = Overrides.Where(o => o.IsAbout(figures.Name, day)).MaxBy(o => o.Class.Strictness());
        if (named is null || computed.Class.Strictness() >= named.Class.Strictness()) return computed;
        string figure = computed.Class == ControlClass.NotAssessable ? $"its figures are not assessable ({computed.Reason})" : $"by its figures it is {computed.Class.Text()}";
        return computed with
        {
            Class = named.Class,
            ByFigures = computed.Class,
            Citation = named.Citation,
            Verified = named.Verified,
            Reason = $"'{figures.Name}' is caught by the notice on {named.Pattern}; {figure}",
        };
    }

    /// <summary>Whether a licence is needed, under one reading, on a day.</summary>
    /// <param name="product">The product's class.</param>
    /// <param name="reading">The reading.</param>
    /// <param name="destination">Country of destination; <see cref="Missing.Symbol"/> is not known.</param>
    /// <param name="headquarters">Country of the recipient's headquarters; <see cref="Missing.Symbol"/> is not known.</param>
    /// <param name="ultimateParent">Country of the headquarters of its ultimate parent, its own when it has none above it; <see cref="Missing.Symbol"/> is not known.</param>
    /// <param name="day">The day.</param>
    /// <remarks>
    /// A country that decides and is missing is <see cref="LicenceNeed.CannotTell"/>, never not needed. For a product in no class no country
    /// decides.
    /// </remarks>
    public LicenceAnswer LicenceNeeded(ControlClass product, RegimeReading reading, int destination, int headquarters, int ultimateParent, DateOnly day)
    {
        if (product == ControlClass.NotAssessable) return new LicenceAnswer(reading, LicenceNeed.CannotTell, "the class of the product is not assessable", "", "");
        if (product == ControlClass.None)
            return new LicenceAnswer(reading, LicenceNeed.NotNeeded, "the product is in no class of the controls on advanced computing; other controls may hold", "15 CFR 774, 3A090 and 4A090", "V");
        LicenceAnswer? strictest = null;
        foreach (LicenceRule rule in Rules)
        {
            if (rule.Reading != reading || !rule.HoldsOn(day) || !rule.Classes.Contains(product)) continue;
            LicenceAnswer answer = Under(rule, destination, headquarters, ultimateParent, Micros.StartOf(day));
            if (strictest is null || Weight(answer.Need) > Weight(strictest.Need)) strictest = answer;
        }

        return strictest ?? new LicenceAnswer(reading, LicenceNeed.CannotTell, $"the tables have no rule for {product.Text()} on the day", "", "");
    }

    /// <summary>Whether the exception for low processing performance may carry a delivery on a day.</summary>
    public LicenceAnswer LowProcessing(LowProcessingDelivery delivery, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return LowProcessingException.Ask(delivery, new ControlThresholds(Thresholds, day)["low_processing.year_tpp"], countries, Micros.StartOf(day));
    }

    // First moments of days on which something begins to hold or no longer does. What is told of a day is that of its first moment.
    private static SortedSet<long> Changes(CountryGroups countries)
    {
        ArgumentNullException.ThrowIfNull(countries);
        (DateOnly? From, DateOnly? To)[] days =
        [
            .. countries.Law.Thresholds.Select(t => (t.ValidFrom, t.ValidTo)), .. countries.Law.Overrides.Select(o => (o.ValidFrom, o.ValidTo)), .. countries.Law.Rules.Select(r => (r.ValidFrom, r.ValidTo)),
        ];
        var changes = new SortedSet<long>(countries.Changes);
        foreach ((DateOnly? from, DateOnly? to) in days)
        {
            if (from is { } first) changes.Add(Micros.StartOf(first));
            if (to is { } last && last < DateOnly.MaxValue) changes.Add(Micros.EndOf(last) + 1);
        }

        return changes;
    }

    private LicenceAnswer Under(LicenceRule rule, int destination, int headquarters, int ultimateParent, long at)
    {
        LicenceAnswer Answer(LicenceNeed need, string reason) => new(rule.Reading, need, reason, rule.Citation, rule.Verified);
        if (rule.Headquarters && countries.IsOfConcern(headquarters, at))
            return Answer(LicenceNeed.Needed, $"the recipient has its headquarters in {Named(headquarters)}, in D:5 or Macau");
        if (rule.Headquarters && countries.IsOfConcern(ultimateParent, at))
            return Answer(LicenceNeed.Needed, $"the recipient's ultimate parent has its headquarters in {Named(ultimateParent)}, in D:5 or Macau");
        if (destination == Missing.Symbol) return Answer(LicenceNeed.CannotTell, "the country of destination is missing");
        if (Reached(rule, destination, at) is { } place)
        {
            string where = place == LicenceRule.AnyPlace ? "the rule holds for every destination" : $"the destination {Named(destination)} is {(place.Contains(':', StringComparison.Ordinal) ? "in " : "")}{place}";
            return Answer(LicenceNeed.Needed, where);
        }

        if (rule.Headquarters && (headquarters == Missing.Symbol || ultimateParent == Missing.Symbol))
        {
            string what = headquarters == Missing.Symbol ? "the country of the recipient's headquarters" : "the country of the recipient's ultimate parent";
            return Answer(LicenceNeed.CannotTell, $"the destination {Named(destination)} asks for none, and {what} is missing");
        }

        return rule.Verified.Contains('U', StringComparison.Ordinal)
            ? Answer(LicenceNeed.CannotTell, $"the destination {Named(destination)} is not among those of a rule that is not verified")
            : Answer(LicenceNeed.NotNeeded, $"neither the destination {Named(destination)} nor headquarters ask for one");
    }

    private string? Reached(LicenceRule rule, int destination, long at)
    {
        if (rule.Outside.Any(place => IsAt(place, destination, at))) return null;
        string? always = rule.Always.FirstOrDefault(place => IsAt(place, destination, at));
        if (always is not null) return always;
        return rule.Partners.Any(place => IsAt(place, destination, at)) ? null : rule.UnlessPartner.FirstOrDefault(place => IsAt(place, destination, at));
    }

    private bool IsAt(string place, int country, long at) =>
        place == LicenceRule.AnyPlace
        || (place.Contains(':', StringComparison.Ordinal) ? countries.IsIn(place, countries.InLaw(country), at) : CountryCode.Of(place) == countries.InLaw(country));

    private string Named(int country) =>
        countries.InLaw(country) == country ? CountryCode.Text(country)! : $"{CountryCode.Text(country)} (in law {CountryCode.Text(countries.InLaw(country))})";

    private static int Weight(LicenceNeed need) => need switch { LicenceNeed.Needed => 2, LicenceNeed.CannotTell => 1, _ => 0 };

    private static bool? CaseByCase(ControlThresholds today, ProductFigures figures, ControlClass computed)
    {
        if (computed is ControlClass.None or ControlClass.NotAssessable or ControlClass.Memory3A090C) return null;
        if (today["case_by_case.tpp_below"] is not { } tpp || today["case_by_case.bandwidth_below"] is not { } bandwidth) return null;
        decimal parts = figures.Class == ProductClass.Server ? Math.Max(1, figures.Accelerators ?? 1) : 1;
        if (figures.Tpp >= tpp.Value * parts || figures.MemoryBandwidthGbS >= bandwidth.Value * parts) return false;
        return figures.Tpp is null || figures.MemoryBandwidthGbS is null ? null : true;
    }

    private static void CheckRange(ProductFigures figures)
    {
        foreach ((string name, decimal? value) in new (string, decimal?)[]
        {
            ("tpp", figures.Tpp), ("accelerators", figures.Accelerators), ("performance_density", figures.PerformanceDensity),
            ("memory_bandwidth_gb_s", figures.MemoryBandwidthGbS), ("memory_bandwidth_density_gb_s_mm2", figures.MemoryBandwidthDensity),
        })
        {
            if (value < 0) throw new ArgumentOutOfRangeException(nameof(figures), FormattableString.Invariant($"{name} is {value}; accepted: from 0"));
        }

        if (figures.DieAreaMm2 <= 0) throw new ArgumentOutOfRangeException(nameof(figures), FormattableString.Invariant($"die_area_mm2 is {figures.DieAreaMm2}; accepted: above 0"));
    }
}
