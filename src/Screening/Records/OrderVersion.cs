using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>
/// One telling of an order: who, where to, and what its lines amount to by the product figures known when it was told.
/// Party and country fields hold symbols, <see cref="Missing.Symbol"/> where the order does not say.
/// </summary>
/// <remarks>
/// Parties, countries of destination and shipping and the end use are those of the telling's first line. What came into the contract
/// later (<see cref="EndUseLocation"/> to <see cref="RelatedParties"/>) stands per line, and the order takes each from the first of the
/// telling's lines, by number, that tells it.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OrderVersion
{
    /// <summary>Order symbol.</summary>
    public required int Order { get; init; }

    /// <summary>Version as numbered by the seller, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Where the order stands.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>When the firm's systems learnt this version.</summary>
    public required long KnownAt { get; init; }

    /// <summary>When the order was placed, as told.</summary>
    public required long OrderedAt { get; init; }

    /// <summary>Exporter (USPPI).</summary>
    public required int Seller { get; init; }

    /// <summary>Party that bought.</summary>
    public required int Purchaser { get; init; }

    /// <summary>Party that receives on the way.</summary>
    public int IntermediateConsignee { get; init; } = Missing.Symbol;

    /// <summary>Party that receives in the end.</summary>
    public int UltimateConsignee { get; init; } = Missing.Symbol;

    /// <summary>Party that uses the goods.</summary>
    public int EndUser { get; init; } = Missing.Symbol;

    /// <summary>Forwarder.</summary>
    public int ForwardingAgent { get; init; } = Missing.Symbol;

    /// <summary>Party that pays.</summary>
    public int Payer { get; init; } = Missing.Symbol;

    /// <summary>Country of ultimate destination.</summary>
    public int DestinationCountry { get; init; } = Missing.Symbol;

    /// <summary>Country of the first ship-to address.</summary>
    public int ShipToCountry { get; init; } = Missing.Symbol;

    /// <summary>Stated end use; a text symbol.</summary>
    public int EndUse { get; init; } = Missing.Symbol;

    /// <summary>Stated place of use, as written; a text symbol.</summary>
    public int EndUseLocation { get; init; } = Missing.Symbol;

    /// <summary>Country where the goods are finally packaged.</summary>
    public int PackagingCountry { get; init; } = Missing.Symbol;

    /// <summary>Country where the goods are built into a system.</summary>
    public int AssemblyCountry { get; init; } = Missing.Symbol;

    /// <summary>Country where the system is put to use.</summary>
    public int DeploymentCountry { get; init; } = Missing.Symbol;

    /// <summary>Who sold it: see <see cref="Symbols.Representatives"/>.</summary>
    public int SalesRepresentative { get; init; } = Missing.Symbol;

    /// <summary>Terms of payment.</summary>
    public PaymentTerms PaymentTerms { get; init; }

    /// <summary>What the ultimate consignee is, as declared.</summary>
    public UltimateConsigneeType UltimateConsigneeType { get; init; }

    /// <summary>Mode of transport agreed.</summary>
    public TransportMode Mode { get; init; }

    /// <summary>The foreign buyer's agent arranges the export (15 CFR 30.3); <c>null</c> when not told.</summary>
    public bool? RoutedExport { get; init; }

    /// <summary>Seller and ultimate consignee are related (15 CFR 30.6); <c>null</c> when not told.</summary>
    public bool? RelatedParties { get; init; }

    /// <summary>What the lines amount to, one order in <see cref="Volume.Orders"/>.</summary>
    public Volume Content { get; init; }

    /// <summary>TPP of the lines whose product has a control class.</summary>
    public long ControlledTpp { get; init; }

    /// <summary>Lines whose product has a control class.</summary>
    public int ControlledLines { get; init; }

    /// <summary>Lines whose product was known without a control class.</summary>
    public int UnclassifiedLines { get; init; }

    /// <summary>Lines whose product was not known when the order was told: their compute and power are missing from the content.</summary>
    public int UnknownProductLines { get; init; }

    /// <summary>Lines of accelerators, or of servers not told to hold none, whose product tells no compute or no accelerator power: they count nothing in the content's sums of these.</summary>
    public int UnfiguredLines { get; init; }

    /// <summary>Lines that name the number of a licence.</summary>
    public int LicensedLines { get; init; }

    /// <summary>Lines that declare another Harmonised System code than their product's: another one in the first six digits, as far as both give them. Where either is not told nothing is said.</summary>
    public int CodeMismatchLines { get; init; }

    /// <summary>Weight of the lines by the weight of a unit of their products; <see cref="Missing.Amount"/> when that of one was not known or the sum does not fit into 64 bits.</summary>
    public long WeightGrams { get; init; }

    /// <summary>List price of the lines in US cents; <see cref="Missing.Amount"/> when that of one was not known or the sum does not fit into 64 bits.</summary>
    public long ListPriceCents { get; init; }

    /// <summary>Lines of which both the declared code and that of their product are told.</summary>
    public int ComparedCodeLines { get; init; }

    /// <summary>Lines whose product has a control class and that name no number of a licence.</summary>
    public int UnlicensedControlledLines { get; init; }

    /// <summary>Units ordered over all lines, in thousandths; <see cref="Missing.Amount"/> when the sum does not fit into 64 bits.</summary>
    public long QuantityThousandths { get; init; }

    /// <summary>High-bandwidth memory of the lines whose product tells it, in thousandths of a GB; <see cref="Missing.Amount"/> when none does.</summary>
    public long MemoryThousandthsGb { get; init; } = Missing.Amount;

    /// <summary>Row of the product of the line of greatest value, of equal ones the first by number; <see cref="Missing.Symbol"/> when it is not known.</summary>
    public int MainProductRow { get; init; } = Missing.Symbol;

    /// <summary>Row of the product with the strongest accelerator: see <see cref="Product.TppOfOneAccelerator"/>; <see cref="Missing.Symbol"/> when none tells it.</summary>
    public int StrongestProductRow { get; init; } = Missing.Symbol;

    /// <summary>Highest <see cref="Product.MaterialTier"/> of the lines; <see cref="Missing.Symbol"/> when none tells it.</summary>
    public sbyte MaterialTier { get; init; } = Missing.Symbol;

    /// <summary>Chokepoint materials of tier 1 or 2 that are ordered by weight, in thousandths of a kilogram.</summary>
    public long MaterialGrams { get; init; }

    /// <summary>Chokepoint materials of tier 1 or 2 that are ordered by area, in thousandths of a square metre.</summary>
    public long MaterialThousandthsM2 { get; init; }

    /// <summary>Class of the line of greatest value.</summary>
    public ProductClass MainClass { get; init; }

    /// <summary>Product of the line of greatest value, the first of equals; <see cref="Missing.Symbol"/> without lines.</summary>
    public int MainProduct { get; init; } = Missing.Symbol;

    /// <summary>Units on that line, in thousandths.</summary>
    public long MainThousandths { get; init; }

    /// <summary>First of its lines in the log's table of lines; <see cref="Missing.Symbol"/> for a version that was resolved and not told.</summary>
    public int FirstLine { get; init; }

    /// <summary>How many lines.</summary>
    public int Lines { get; init; }

    /// <summary>Row of the version that was in force before this one was told, or <see cref="Missing.Symbol"/>.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Row of the telling with which the order began, or of the deletion that changed its beginning: see <see cref="EventLog.Beginning"/>.</summary>
    public int First { get; init; }

    /// <summary>Row of the seller's telling of this order before this one, of whichever version, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Earlier { get; init; } = Missing.Symbol;

    /// <summary>False for a version that arrived after a later one: it is read as it came and teaches nothing.</summary>
    public bool InForce { get; init; } = true;

    /// <summary>
    /// Whether it says of the order what the version in force before it said, but for its number, its status and when it was told, and counts
    /// as that one did: what sums up orders need not take it back and put it in again. Set by the log.
    /// </summary>
    public bool CountsAsBefore { get; init; }

    /// <summary>Whether this is not a telling of the seller's but what a deletion of lines left of the order.</summary>
    public bool IsRemainder { get; init; }

    /// <summary>Whether a deletion left nothing of the order: it has no lines, and all else is as the version before said.</summary>
    public bool IsGone { get; init; }

    /// <summary>Makes a version; every required field must be set.</summary>
    public OrderVersion()
    {
    }

    /// <summary>
    /// The moment that puts the order into windows: when it was placed, but never later than it was known, so that a clock that
    /// runs ahead cannot hide an order from its own window.
    /// </summary>
    public long EventAt => Math.Min(OrderedAt, KnownAt);

    /// <summary>Whether the order counts as volume: bought and neither called off, returned nor deleted.</summary>
    public bool Counts => InForce && !IsGone && (Status is OrderStatus.Placed or OrderStatus.Changed or OrderStatus.Shipped);

    /// <summary>Whether what sums up orders has anything to learn from it.</summary>
    public bool ChangesSums => InForce && !CountsAsBefore;

    /// <summary>Whether another version of the order could stand in its place without anything that sums up orders noticing.</summary>
    public bool CountsLike(in OrderVersion other) => Counts == other.Counts && IsGone == other.IsGone && EventAt == other.EventAt && this with
    {
        Version = other.Version,
        Status = other.Status,
        KnownAt = other.KnownAt,
        FirstLine = other.FirstLine,
        Previous = other.Previous,
        Earlier = other.Earlier,
        CountsAsBefore = other.CountsAsBefore,
    } == other;

    /// <summary>Whether the order can still be held: bought or quoted, and neither shipped nor deleted.</summary>
    public bool IsOpen => !IsGone && (Status is OrderStatus.Quoted or OrderStatus.Placed or OrderStatus.Changed);

    /// <summary>The party whose group the order belongs to: end user, else ultimate consignee, else purchaser.</summary>
    public int Subject => EndUser >= 0 ? EndUser : UltimateConsignee >= 0 ? UltimateConsignee : Purchaser;
}
