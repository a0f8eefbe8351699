namespace Screening.Parties;

/// <summary>How much each difference between two names costs. Chosen on the tuning part of published pairs (docs/names.md), never on the part that is reported.</summary>
internal sealed record NameParameters
{
    /// <summary>What the product uses.</summary>
    public static NameParameters Default { get; } = new();

    /// <summary>What a typing error takes from a word of one letter; a longer word loses its share.</summary>
    public double Typing { get; init; } = 1.0;

    /// <summary>Likeness below which two words are two words.</summary>
    public double LeastLikeness { get; init; } = 0.6;

    /// <summary>Another spelling by the table.</summary>
    public double Variant { get; init; } = 0.98;

    /// <summary>Letters that look alike.</summary>
    public double Lookalike { get; init; } = 0.95;

    /// <summary>Letters that look alike in a word of four letters or fewer without digits: PPL is hardly PPI.</summary>
    public double ShortLookalike { get; init; } = 0.8;

    /// <summary>The same sound: no more than a bad typing error.</summary>
    public double Sound { get; init; } = 0.72;

    /// <summary>The same consonants, from a script without vowels.</summary>
    public double Consonants { get; init; } = 0.88;

    /// <summary>One letter for a word.</summary>
    public double Initial { get; init; } = 0.85;

    /// <summary>Other spaces.</summary>
    public double Spaces { get; init; } = 0.97;

    /// <summary>First letters for words.</summary>
    public double Acronym { get; init; } = 0.85;

    /// <summary>Words that one name has and the other lacks, where neither looks like a firm.</summary>
    public double ExtraPerson { get; init; } = 0.28;

    /// <summary>As before, where one looks like a firm.</summary>
    public double ExtraFirm { get; init; } = 0.6;

    /// <summary>Words of both names that find nothing in the other: each stands where the other's should.</summary>
    public double Conflict { get; init; } = 1.5;

    /// <summary>Least weight of a word in such a conflict: TRADING against SHIPPING tells two firms apart.</summary>
    public double LeastConflict { get; init; } = 0.6;

    /// <summary>Factor for two different legal forms.</summary>
    public double OtherForm { get; init; } = 0.95;
}
