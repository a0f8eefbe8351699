namespace Screening.Typologies;

/// <summary>What came of holding an order against a typology.</summary>
public enum Outcome : byte
{
    /// <summary>The facts are known and do not fit.</summary>
    Clear,

    /// <summary>The facts that are known fit.</summary>
    Found,

    /// <summary>The facts that would decide are not known. That is not clean.</summary>
    NotAssessed,
}

/// <summary>The answer of one typology for one order.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Strength">How strong the sign is, 0 to 1; 0 unless found.</param>
/// <param name="Sentence">What an analyst reads: the numbers if found, what is not known if not assessed; empty if clear.</param>
public readonly record struct Finding(Outcome Outcome, double Strength, string Sentence)
{
    /// <summary>Whether it was not assessed because nothing of a dataset is loaded: the same for every order, and so no sign of any.</summary>
    public bool IsNotLoaded { get; private init; }

    /// <summary>The facts do not fit.</summary>
    public static Finding Clear => new(Outcome.Clear, 0, "");

    /// <summary>The facts fit.</summary>
    public static Finding Found(double strength, string sentence) => new(Outcome.Found, Math.Clamp(strength, 0, 1), sentence);

    /// <summary>The facts are not known.</summary>
    public static Finding NotAssessed(string why) => new(Outcome.NotAssessed, 0, why);

    /// <summary>Nothing of a dataset is loaded, whatever the order.</summary>
    /// <param name="what">What is missing, as in "no balance sheet is loaded".</param>
    public static Finding NotLoaded(string what) => new(Outcome.NotAssessed, 0, $"no {what} is loaded") { IsNotLoaded = true };

    /// <summary>Strength of a ratio that must exceed 1: a half at 1, nine tenths at 5, ever closer to 1.</summary>
    public static double StrengthOf(double ratio) => 1 - (0.5 / Math.Max(1, ratio));
}
