using Screening.Alerts;

namespace Screening.Cli.Explanations;

/// <summary>A feature of an order.</summary>
/// <param name="Name">Its name in the catalogue.</param>
/// <param name="Family">Its family.</param>
/// <param name="Description">What it means.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Value">Its value; <c>null</c> when missing.</param>
/// <param name="UsualLow">Tenth percentile among peers; <c>null</c> when no peer has a value.</param>
/// <param name="UsualHigh">Ninetieth percentile.</param>
/// <param name="Missing">Why it is missing, as far as that can be told; <c>null</c> when it is not.</param>
internal sealed record ExplainedFeature(string Name, string Family, string Description, string Unit, double? Value, double? UsualLow, double? UsualHigh, string? Missing)
{
    /// <summary>Its name in words.</summary>
    public required string Label { get; init; }

    /// <summary>Peers at least as far out, on the side where they are fewer; where it is missing, peers that miss it too. <c>null</c> without peers.</summary>
    public int? PeersAsFar { get; init; }

    /// <summary>Of how many: those that have a value, or all where it is missing.</summary>
    public int? PeersOf { get; init; }

    /// <summary>The share of peers at least as far out; 1 when there is nothing to compare with.</summary>
    internal double Share => PeersOf is > 0 and { } of ? (double)PeersAsFar!.Value / of : 1;
}

/// <summary>An order's features.</summary>
/// <param name="Order">Its number.</param>
/// <param name="Version">The version in force.</param>
/// <param name="AsOf">The day at whose end it was read.</param>
/// <param name="FeatureSet">Id of the catalogue.</param>
/// <param name="Kind">Kind of its subject.</param>
/// <param name="AmongKind">Whether it is compared with orders of that kind alone.</param>
/// <param name="Peers">With how many orders.</param>
/// <param name="Features">In the order of the catalogue.</param>
internal sealed record ExplainedOrder(string Order, int Version, DateOnly AsOf, string FeatureSet, string Kind, bool AmongKind, int Peers, IReadOnlyList<ExplainedFeature> Features)
{
    /// <summary>The alert that was asked for and whose order this is; <c>null</c> when an order was.</summary>
    public string? Alert { get; init; }

    /// <summary>When it was placed.</summary>
    public required DateTime OrderedAt { get; init; }

    /// <summary>When this version became known.</summary>
    public required DateTime KnownAt { get; init; }

    /// <summary>Country of ultimate destination.</summary>
    public required string? Destination { get; init; }

    /// <summary>Who stands on it in which role.</summary>
    public required IReadOnlyList<AlertParty> Parties { get; init; }

    /// <summary>Its lines: quantity and product.</summary>
    public required IReadOnlyList<string> Goods { get; init; }

    /// <summary>Names of the features that are rarest among peers, the rarest first.</summary>
    public required IReadOnlyList<string> MostUnusual { get; init; }
}
