namespace Screening.Records;

/// <summary>The symbol tables of one log: one for each kind of thing, so that numbers are dense and can index arrays.</summary>
/// <param name="memory">Where they lie.</param>
public sealed class Symbols(RoomMemory memory)
{
    /// <summary>Orders by <c>order_id</c>.</summary>
    public SymbolTable Orders { get; } = new(memory);

    /// <summary>Parties by <c>party_id</c>, known or merely referred to.</summary>
    public SymbolTable Parties { get; } = new(memory);

    /// <summary>Products by <c>product_id</c>.</summary>
    public SymbolTable Products { get; } = new(memory);

    /// <summary>Places by <c>place_id</c>.</summary>
    public SymbolTable Places { get; } = new(memory);

    /// <summary>Shipments by <c>shipment_id</c>.</summary>
    public SymbolTable Shipments { get; } = new(memory);

    /// <summary>Sites by <c>site_id</c>.</summary>
    public SymbolTable Sites { get; } = new(memory);

    /// <summary>Entries of restricted-party lists by <c>entry_id</c>.</summary>
    public SymbolTable Entries { get; } = new(memory);

    /// <summary>Devices by serial number.</summary>
    public SymbolTable Serials { get; } = new(memory);

    /// <summary>Those who sell, by the name or number that the orders give.</summary>
    public SymbolTable Representatives { get; } = new(memory);

    /// <summary>Names reduced to what is compared: see <see cref="Parties.NameKey"/>.</summary>
    public SymbolTable NameKeys { get; } = new(memory);

    /// <summary>What happened to parties, by <c>event_id</c>.</summary>
    public SymbolTable PartyEvents { get; } = new(memory);

    /// <summary>End-user statements and call-backs by <c>certificate_id</c>.</summary>
    public SymbolTable Certificates { get; } = new(memory);

    /// <summary>Payments by <c>payment_id</c>.</summary>
    public SymbolTable Payments { get; } = new(memory);

    /// <summary>Reports of devices by <c>report_id</c>.</summary>
    public SymbolTable DeviceReports { get; } = new(memory);

    /// <summary>All other text: names, addresses, persons, stated end uses, codes, and numbers of things that are few and that nothing else names.</summary>
    public SymbolTable Texts { get; } = new(memory);
}
