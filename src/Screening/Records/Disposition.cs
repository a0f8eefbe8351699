namespace Screening.Records;

/// <summary>What an analyst decided.</summary>
public enum Decision : byte
{
    /// <summary>Let go.</summary>
    Released,

    /// <summary>Evidence asked for.</summary>
    Asked,

    /// <summary>Held.</summary>
    Held,

    /// <summary>Handed up.</summary>
    Escalated,

    /// <summary>Put aside. Not innocence.</summary>
    Dismissed,

    /// <summary>Diversion confirmed.</summary>
    Confirmed,
}

/// <summary>An analyst's decision on a subject.</summary>
/// <param name="Subject">Subject; a text symbol.</param>
/// <param name="Order">Order that the alert named.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="DecidedAt">When it was taken.</param>
/// <param name="Decision">The decision.</param>
public readonly record struct Disposition(int Subject, int Order, long KnownAt, long DecidedAt, Decision Decision);
