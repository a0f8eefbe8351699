namespace Screening.Features;

/// <summary>
/// What a number means: everything that a reader of a score must know about one of its inputs. Names say whose, what and how long.
/// </summary>
/// <param name="Name">Name, unique in the catalogue, in the lake and in models.</param>
/// <param name="Family">Family under which reasons are summed: order, volume, capacity, splitting, balance sheet, company, routing, lists.</param>
/// <param name="Description">What an analyst reads.</param>
/// <param name="Unit">Unit, such as kW or USD; 1 for a ratio.</param>
/// <param name="Minimum">Least value it can take.</param>
/// <param name="Maximum">Greatest value it can take.</param>
/// <param name="WhenMissing">What NaN means; "never" when it cannot be missing.</param>
/// <param name="Source">Datasets it is made of.</param>
/// <param name="Typologies">Typologies it serves, separated by spaces.</param>
public sealed record Feature(
    string Name, string Family, string Description, string Unit, double Minimum, double Maximum, string WhenMissing, string Source, string Typologies)
{
    /// <summary>1: more of it is never a lesser sign of diversion; -1: never a greater one; 0: either. Binds trained models; see <see cref="Directions"/>.</summary>
    public int Direction { get; init; }
}
