namespace Screening.Simulation;

/// <summary>Whose story a stream of draws and a block of numbers belong to.</summary>
internal enum StoryKind
{
    Catalogue = 0,
    Roster = 1,
    Buyer = 2,
    LookAlike = 3,
    Scheme = 4,
    List = 5,
}
