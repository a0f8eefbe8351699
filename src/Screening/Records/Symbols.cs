namespace Screening.Records;

/// <summary>The symbol tables of one log: one for each kind of thing, so that numbers are dense and can index arrays.</summary>
public sealed class Symbols
{
    /// <summary>Orders by <c>order_id</c>.</summary>
    public SymbolTable Orders { get; } = new();

    /// <summary>Parties by <c>party_id</c>, known or merely referred to.</summary>
    public SymbolTable Parties { get; } = new();

    /// <summary>Products by <c>product_id</c>.</summary>
    public SymbolTable Products { get; } = new();

    /// <summary>Places by <c>place_id</c>.</summary>
    public SymbolTable Places { get; } = new();

    /// <summary>Shipments by <c>shipment_id</c>.</summary>
    public SymbolTable Shipments { get; } = new();

    /// <summary>Sites by <c>site_id</c>.</summary>
    public SymbolTable Sites { get; } = new();

    /// <summary>Entries of restricted-party lists by <c>entry_id</c>.</summary>
    public SymbolTable Entries { get; } = new();

    /// <summary>Devices by serial number.</summary>
    public SymbolTable Serials { get; } = new();

    /// <summary>Those who sell, by the name or number that the orders give.</summary>
    public SymbolTable Representatives { get; } = new();

    /// <summary>Names reduced to what is compared: see <see cref="Parties.NameKey"/>.</summary>
    public SymbolTable NameKeys { get; } = new();

    /// <summary>All other text: names, addresses, persons, stated end uses, codes, and numbers of things that nothing else names.</summary>
    public SymbolTable Texts { get; } = new();
}
