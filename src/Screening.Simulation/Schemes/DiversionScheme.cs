namespace Screening.Simulation;

/// <summary>One way of diverting goods, with the parameters of one case. What it does is labelled in the truth and nowhere else.</summary>
internal abstract record DiversionScheme
{
    /// <summary>Name in the truth.</summary>
    public abstract string Name { get; }

    /// <summary>Typologies of the field that the case should show, separated by semicolons.</summary>
    public abstract string Typologies { get; }

    /// <summary>Orders that the case places, decoys included.</summary>
    public int Orders => DivertingOrders + Decoys;

    /// <summary>Orders whose goods are diverted.</summary>
    public abstract int DivertingOrders { get; }

    /// <summary>Small orders of ordinary parts that come before, to look like a customer.</summary>
    public int Decoys { get; init; }

    /// <summary>The case hides its main signal: papers are forged or missing, or the link is thin.</summary>
    public bool Evades { get; init; }

    /// <summary>The day of the main order; by itself the one that was drawn.</summary>
    public virtual DateOnly DayOn(DateOnly drawn, Cast cast) => drawn;

    public abstract void Tell(Telling telling);
}
