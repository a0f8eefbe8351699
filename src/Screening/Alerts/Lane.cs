namespace Screening.Alerts;

/// <summary>By what right a subject stands on the list.</summary>
public enum Lane : byte
{
    /// <summary>A finding that is a hold whatever else is known.</summary>
    MandatoryHold,

    /// <summary>By risk and harm.</summary>
    Ranked,

    /// <summary>Likely but small: kept a place, so that large improbable cases do not bury it.</summary>
    SmallCertain,

    /// <summary>Drawn by chance from below the cut-off.</summary>
    Exploration,
}
