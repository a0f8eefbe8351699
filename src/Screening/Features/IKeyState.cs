namespace Screening.Features;

/// <summary>State of one key of a <see cref="KeyedGroup{TState}"/>.</summary>
public interface IKeyState
{
    /// <summary>Forgets everything, so that the next key starts as new.</summary>
    void Clear();
}
