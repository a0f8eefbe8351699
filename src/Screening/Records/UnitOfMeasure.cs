namespace Screening.Records;

/// <summary>What one unit of quantity is.</summary>
public enum UnitOfMeasure : byte
{
    /// <summary>A piece.</summary>
    Piece,

    /// <summary>A square metre.</summary>
    SquareMetre,

    /// <summary>A kilogram.</summary>
    Kilogram,
}
