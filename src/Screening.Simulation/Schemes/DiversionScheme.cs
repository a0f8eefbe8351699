namespace Screening.Simulation;

/// <summary>One way of diverting goods, with the parameters of one case. What it does is labelled in the truth and nowhere else.</summary>
internal abstract record DiversionScheme
{
    /// <summary>Name in the truth.</summary>
    public abstract string Name { get; }

    /// <summary>Typologies of the field that the case should show, separated by semicolons.</summary>
    public abstract string Typologies { get; }

    /// <summary>Orders that the case places, decoys included.</summary>
    public abstract int Orders { get; }

    /// <summary>The case hides its main signal: papers are forged or missing, or the link is thin.</summary>
    public bool Evades { get; init; }

    public abstract void Tell(Telling telling);
}
