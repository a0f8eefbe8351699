namespace Screening.Simulation;

/// <summary>The parameters that a whole world has. Those of a scheme stand with the scheme.</summary>
internal static class Knobs
{
    /// <summary>Compute of clusters over that of the public table of clusters.</summary>
    public static readonly Knob ClusterScale = new("cluster_scale", 0.5, 2, true);

    /// <summary>Orders of the busiest buyers over those of the idlest.</summary>
    public static readonly Knob BuyerSpread = new("buyer_spread", 100, 1000, true);

    /// <summary>Share of buyers who are taken on within a year: a new customer is the usual case, not a sign.</summary>
    public static readonly Knob NewBuyers = new("new_buyers_a_year", 0.2, 0.6);

    /// <summary>Share of buyers who buy through a distributor or reseller.</summary>
    public static readonly Knob ChannelShare = new("channel_share", 0.2, 0.5);

    /// <summary>Yearly growth of the number of orders.</summary>
    public static readonly Knob Growth = new("growth_a_year", 0, 0.8);

    /// <summary>How far the strongest month of the year stands above the mean.</summary>
    public static readonly Knob SeasonHeight = new("season_height", 0.05, 0.5);

    /// <summary>The strongest month, 0 to 12.</summary>
    public static readonly Knob SeasonPeak = new("season_peak_month", 0, 12);

    /// <summary>Share of cases that hide their main sign.</summary>
    public static readonly Knob Evasion = new("evasion_share", 0.1, 0.5);

    /// <summary>Share of cells that may be missing and are.</summary>
    public static readonly Knob Missing = new("missing_cells", 0.01, 0.06);

    /// <summary>Share of papers that reach the firm late.</summary>
    public static readonly Knob Late = new("late_rows", 0.01, 0.08);

    /// <summary>Days by which late papers are late, at most.</summary>
    public static readonly Knob LateDays = new("late_days", 10, 90);

    /// <summary>Share of papers that were first told wrong and corrected later.</summary>
    public static readonly Knob Corrected = new("corrected_rows", 0.003, 0.03);

    /// <summary>Share of papers that are wrong and stay so.</summary>
    public static readonly Knob Wrong = new("wrong_rows", 0.001, 0.01);

    /// <summary>Share of shipped orders whose payments are told.</summary>
    public static readonly Knob PaymentsTold = new("payments_told", 0.5, 0.95);

    /// <summary>Share of end users of compute who gave a statement.</summary>
    public static readonly Knob StatementsTold = new("statements_told", 0.55, 0.95);

    /// <summary>Share of orders of controlled goods for which the end user was called back.</summary>
    public static readonly Knob CallBacks = new("call_backs", 0.1, 0.5);

    /// <summary>Share of end users of compute whose machines are counted.</summary>
    public static readonly Knob Counted = new("counted", 0.2, 0.7);

    /// <summary>Share of end users of compute whose machines report.</summary>
    public static readonly Knob Reporting = new("devices_report", 0.15, 0.6);

    /// <summary>Share of the silent among those whose machines report.</summary>
    public static readonly Knob HonestSilence = new("honest_silence", 0.02, 0.12);

    /// <summary>Share of honest orders that were held for a time.</summary>
    public static readonly Knob Holds = new("holds", 0.003, 0.02);

    /// <summary>Share of end users of compute who were audited or bonded.</summary>
    public static readonly Knob Audits = new("audits", 0.05, 0.25);

    /// <summary>Share of providers of compute who declare tenants.</summary>
    public static readonly Knob TenantsTold = new("tenants_told", 0.3, 0.9);

    /// <summary>Share of honest buyers of whom a tip came in, by envy or error.</summary>
    public static readonly Knob FalseTips = new("false_tips", 0.005, 0.03);

    /// <summary>Share of cases of which a tip came in.</summary>
    public static readonly Knob TrueTips = new("true_tips", 0.03, 0.15);

    /// <summary>Share of locations of packaging, assembly and deployment that orders of compute tell.</summary>
    public static readonly Knob LocationsTold = new("locations_told", 0.4, 0.9);

    /// <summary>Share of cases that an analyst decided on.</summary>
    public static readonly Knob CasesDecided = new("cases_decided", 0.25, 0.65);

    /// <summary>Share of honest stories that an analyst decided on.</summary>
    public static readonly Knob HonestDecided = new("honest_decided", 0.02, 0.1);

    /// <summary>Share of decisions on cases that dismiss them.</summary>
    public static readonly Knob FalseDismissals = new("false_dismissals", 0.05, 0.35);

    /// <summary>Share of decisions on honest stories that confirm them.</summary>
    public static readonly Knob FalseConfirmations = new("false_confirmations", 0.005, 0.05);

    /// <summary>Median days from alert to verdict.</summary>
    public static readonly Knob VerdictDays = new("verdict_days", 4, 40, true);

    /// <summary>Share of cases of which an outcome became known.</summary>
    public static readonly Knob Outcomes = new("outcomes", 0.1, 0.4);

    /// <summary>Median days from the order to an outcome.</summary>
    public static readonly Knob OutcomeDays = new("outcome_days", 60, 300, true);

    /// <summary>Multiples of the usual weight: one for each country, kind, product and scheme.</summary>
    public static Knob Weight(string name) => new(name, 0.5, 2, true);
}
