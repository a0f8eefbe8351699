namespace Screening.Policies;

/// <summary>Whether a licence is needed.</summary>
public enum LicenceNeed : byte
{
    /// <summary>Something that decides is not known.</summary>
    CannotTell,

    /// <summary>Not by these controls; lists of parties and embargoes are another question.</summary>
    NotNeeded,

    /// <summary>Needed.</summary>
    Needed,
}
