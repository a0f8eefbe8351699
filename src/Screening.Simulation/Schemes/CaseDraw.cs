namespace Screening.Simulation;

/// <summary>What the parameters of a case are drawn with.</summary>
/// <param name="Chance">The case's draws.</param>
/// <param name="Family">Whose parts of the parameters' ranges.</param>
/// <param name="IsStrong">The case is one for a first look: plain and on the last day.</param>
internal readonly record struct CaseDraw(Chance Chance, WorldFamily Family, bool IsStrong)
{
    /// <summary>A parameter's value.</summary>
    public double Of(Knob knob) => Family.Draw(Chance, knob);

    /// <summary>A parameter's value in whole numbers.</summary>
    public int Whole(Knob knob) => (int)Math.Round(Family.Draw(Chance, knob));

    /// <summary>Whether the case hides its main sign.</summary>
    public bool Evades() => !IsStrong && Chance.Odds(Family.Value(Knobs.Evasion));

    /// <summary>How many small orders come before, to look like a customer.</summary>
    public int Decoys() => IsStrong ? 0 : Chance.Weighted([0.4, 0.25, 0.15, 0.1, 0.06, 0.04]);
}
