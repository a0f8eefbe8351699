using System.Runtime.InteropServices;

namespace Screening.Records;

/// <summary>Which way a rule goes.</summary>
public enum ControlDirection : byte
{
    /// <summary>More is controlled.</summary>
    Tightened,

    /// <summary>Less is controlled.</summary>
    Loosened,
}

/// <summary>A rule that came into force or fell. What it does not name it is about altogether.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ControlEvent : ITelling<ControlEvent, int>
{
    /// <summary>Number of the rule; a text symbol.</summary>
    public required int Id { get; init; }

    /// <summary>When this telling became known.</summary>
    public required long KnownAt { get; init; }

    /// <summary>Whether it tightens or loosens control.</summary>
    public required ControlDirection Direction { get; init; }

    /// <summary>Kind of goods it is about; <c>null</c> means all.</summary>
    public ProductClass? ProductClass { get; init; }

    /// <summary>Control class it is about, a text symbol; <see cref="Missing.Symbol"/> means all.</summary>
    public int Eccn { get; init; } = Missing.Symbol;

    /// <summary>Destination it is about; <see cref="Missing.Symbol"/> means all, or the group.</summary>
    public int Country { get; init; } = Missing.Symbol;

    /// <summary>Country group it is about, such as D:5; a text symbol, or <see cref="Missing.Symbol"/>.</summary>
    public int CountryGroup { get; init; } = Missing.Symbol;

    /// <summary>Start of the day it was announced, or <see cref="Missing.Moment"/>.</summary>
    public long AnnouncedAt { get; init; } = Missing.Moment;

    /// <summary>Start of the day it takes effect.</summary>
    public required long EffectiveAt { get; init; }

    /// <summary>Start of the day it ended; <see cref="Missing.Moment"/> while it stands.</summary>
    public long EndedAt { get; init; } = Missing.Moment;

    /// <summary>Row of the telling of the same key before this one, or <see cref="Missing.Symbol"/>; set by the log.</summary>
    public int Previous { get; init; } = Missing.Symbol;

    /// <summary>Whether the telling says that what its key names is gone; all else is then as the telling before said.</summary>
    public bool IsGone { get; init; }

    int ITelling<ControlEvent, int>.Key => Id;

    ControlEvent ITelling<ControlEvent, int>.Told(long knownAt, int previous, bool isGone) => this with { KnownAt = knownAt, Previous = previous, IsGone = isGone };

    /// <summary>Makes a telling; every required field must be set.</summary>
    public ControlEvent()
    {
    }
}
