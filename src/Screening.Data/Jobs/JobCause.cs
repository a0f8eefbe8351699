namespace Screening.Data.Jobs;

/// <summary>Why a run began.</summary>
public enum JobCause
{
    /// <summary>Its time had come.</summary>
    Schedule,

    /// <summary>Its time came while no scheduler ran.</summary>
    CatchUp,

    /// <summary>The run before was lost with its node, or stopped with its scheduler.</summary>
    Recovery,

    /// <summary>Somebody asked for it.</summary>
    Person,
}
