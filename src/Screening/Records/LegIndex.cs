namespace Screening.Records;

/// <summary>
/// Newest rows of legs. A shipment has a handful of legs: going through their tellings, by <see cref="ShipmentLeg.Earlier"/>, costs less
/// than an index of all legs there are.
/// </summary>
internal sealed class LegIndex(Rows<ShipmentLeg> legs, RoomMemory memory) : RowIndex<(int Shipment, int LegNo)>
{
    private readonly SymbolIndex _shipments = new(memory);

    /// <summary>The newest row of any leg of a shipment, or <see cref="Missing.Symbol"/>.</summary>
    public int Newest(int shipment) => _shipments.Newest(shipment);

    /// <inheritdoc/>
    public override int Newest((int Shipment, int LegNo) key)
    {
        int row = _shipments.Newest(key.Shipment);
        while (row != Missing.Symbol && legs[row].LegNo != key.LegNo) row = legs[row].Earlier;
        return row;
    }

    /// <inheritdoc/>
    public override void Set((int Shipment, int LegNo) key, int row) => _shipments.Set(key.Shipment, row);
}
