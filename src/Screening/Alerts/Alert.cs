namespace Screening.Alerts;

/// <summary>One line of the nightly list, in words and numbers: everything that an analyst is shown and a reader must be able to check.</summary>
public sealed record Alert
{
    /// <summary>Stable id: the same subject's open alert keeps it from night to night.</summary>
    public required string Id { get; init; }

    /// <summary>Stable id of the subject.</summary>
    public required string Subject { get; init; }

    /// <summary>Name of the subject's first-met member, or its party id when no name is known.</summary>
    public required string Name { get; init; }

    /// <summary>Its country, ISO 3166-1 alpha-2.</summary>
    public required string? Country { get; init; }

    /// <summary>What it is.</summary>
    public required string Kind { get; init; }

    /// <summary>Days since its incorporation.</summary>
    public required double? AgeDays { get; init; }

    /// <summary>Names of the linked parties, itself included.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>By what they are linked, in sentences; empty for a party alone, and for alerts of before this was told.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>What a reader must know of the record itself, such as amounts that are not plausible.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Place on the list, from 1.</summary>
    public required int Rank { get; init; }

    /// <summary>By what right it stands there.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Risk, 0 to 1, by the policy's blend: ranks, and is no probability.</summary>
    public required double Risk { get; init; }

    /// <summary>Its log-odds.</summary>
    public required double Margin { get; init; }

    /// <summary>The unit of the list.</summary>
    public required double Priority { get; init; }

    /// <summary>Compute at stake.</summary>
    public required double StakeH100e { get; init; }

    /// <summary>Value at stake.</summary>
    public required double StakeUsd { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What the risk is made of, the greatest part first; with the starting point they add up to the margin.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>What the trained model says, whatever its share in the rank; <c>null</c> without one.</summary>
    public AlertModel? Model { get; init; }

    /// <summary>What is not known.</summary>
    public required IReadOnlyList<string> NotAssessed { get; init; }

    /// <summary>Names that stand on lists.</summary>
    public required IReadOnlyList<Typologies.ListHit> ListMatches { get; init; }

    /// <summary>The order that speaks for the subject.</summary>
    public required string OrderId { get; init; }

    /// <summary>Its version.</summary>
    public required int OrderVersion { get; init; }

    /// <summary>All orders that contribute, the speaking one first.</summary>
    public required IReadOnlyList<AlertOrder> Orders { get; init; }

    /// <summary>What is new since the subject was last listed.</summary>
    public required string Changed { get; init; }

    /// <summary>Chance with which it was put on the list.</summary>
    public required double ShownProbability { get; init; }

    /// <summary>The moment of the look.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>The figures behind the pictures.</summary>
    public required AlertEvidence Evidence { get; init; }
}

/// <summary>A trained model's word on an alert.</summary>
/// <param name="Version">The model.</param>
/// <param name="Probability">What it says, 0 to 1, by its calibration.</param>
/// <param name="Weight">Its share in the margin, 0 to 1.</param>
/// <param name="IsSimulated">Whether it learnt from a simulated world: the probability is that world's then.</param>
/// <param name="StartLogOdds">Where every order starts; <c>null</c> when nobody looked what it is made of.</param>
/// <param name="Families">What it is made of, by family of features, in log-odds, the greatest first; with where every order starts they add up to the probability's.</param>
/// <param name="Sentence">The same in words, with the numbers of the features that count most.</param>
public sealed record AlertModel(string Version, double Probability, double Weight, bool IsSimulated, double? StartLogOdds, IReadOnlyList<ModelFamily> Families, string Sentence);

/// <summary>What a family of features adds to a model's log-odds.</summary>
/// <param name="Family">The family, such as "balance sheet".</param>
/// <param name="LogOdds">What it adds; below 0 speaks against diversion.</param>
public sealed record ModelFamily(string Family, double LogOdds);

/// <summary>One part of a risk.</summary>
/// <param name="Code">Typology, "model", "anomaly", "unknowns" or "start".</param>
/// <param name="Name">What it is.</param>
/// <param name="Chip">Two words.</param>
/// <param name="Sentence">The numbers.</param>
/// <param name="LogOdds">What it adds to the log-odds.</param>
/// <param name="Citation">Where it comes from; empty when it is the policy's own.</param>
public sealed record Reason(string Code, string Name, string Chip, string Sentence, double LogOdds, string Citation);

/// <summary>An order that contributes to an alert.</summary>
/// <param name="OrderId">Order.</param>
/// <param name="Version">Version that is in force.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OrderedAt">When it was placed.</param>
/// <param name="Purchaser">Purchaser's name or id.</param>
/// <param name="EndUser">End user's name or id; <c>null</c> when not named.</param>
/// <param name="Destination">Country of ultimate destination.</param>
/// <param name="H100e">Compute.</param>
/// <param name="ValueUsd">Value.</param>
/// <param name="Goods">Its lines: quantity and product.</param>
public sealed record AlertOrder(
    string OrderId, int Version, string Status, DateTime OrderedAt, string Purchaser, string? EndUser, string? Destination, double H100e, double ValueUsd,
    IReadOnlyList<string> Goods)
{
    /// <summary>When this version became known; <c>null</c> in alerts of before this was told.</summary>
    public DateTime? KnownAt { get; init; }

    /// <summary>Who stands on it in which role, end user first; empty in alerts of before this was told.</summary>
    public IReadOnlyList<AlertParty> Parties { get; init; } = [];
}

/// <summary>A party of an order.</summary>
/// <param name="Role">Its role, such as "end user".</param>
/// <param name="PartyId">Its id.</param>
/// <param name="Name">Its name, or its id when none is known.</param>
public sealed record AlertParty(string Role, string PartyId, string Name);

/// <summary>The figures behind an alert's pictures.</summary>
/// <param name="SitePowerKw">Power of the end user's sites; <c>null</c> when nobody told.</param>
/// <param name="VerifiedPowerKw">The part confirmed by somebody independent.</param>
/// <param name="OrderHistory">The subject's orders of two years, by date: accelerators' kW and H100e.</param>
/// <param name="Statements">The purchaser's latest two statements, oldest first.</param>
/// <param name="Route">The legs of the order's shipments with known places.</param>
public sealed record AlertEvidence(
    double? SitePowerKw, double? VerifiedPowerKw, IReadOnlyList<OrderPoint> OrderHistory, IReadOnlyList<StatementPoint> Statements, IReadOnlyList<RouteLeg> Route);

/// <summary>An order in a timeline.</summary>
/// <param name="Date">Day it was placed.</param>
/// <param name="OrderId">Order.</param>
/// <param name="AcceleratorKw">Power of its accelerators.</param>
/// <param name="H100e">Its compute.</param>
/// <param name="ValueUsd">Its value.</param>
public sealed record OrderPoint(DateOnly Date, string OrderId, double AcceleratorKw, double H100e, double ValueUsd);

/// <summary>A balance sheet in two bars.</summary>
/// <param name="PeriodEnd">Last day of the period.</param>
/// <param name="AssetsUsd">What it owns.</param>
/// <param name="DepositsUsd">Deposits it owes.</param>
/// <param name="EquityUsd">Equity.</param>
public sealed record StatementPoint(DateOnly PeriodEnd, double AssetsUsd, double? DepositsUsd, double? EquityUsd);

/// <summary>A leg on a map.</summary>
/// <param name="FromPlace">Place it starts from.</param>
/// <param name="FromLatitude">Degrees north.</param>
/// <param name="FromLongitude">Degrees east.</param>
/// <param name="ToPlace">Place it ends at.</param>
/// <param name="ToLatitude">Degrees north.</param>
/// <param name="ToLongitude">Degrees east.</param>
/// <param name="IsHub">Whether it ends at a known hub.</param>
public sealed record RouteLeg(
    string FromPlace, double FromLatitude, double FromLongitude, string ToPlace, double ToLatitude, double ToLongitude, bool IsHub);
