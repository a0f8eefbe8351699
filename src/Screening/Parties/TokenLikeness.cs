namespace Screening.Parties;

/// <summary>How a word of one name was found in another.</summary>
public enum TokenMatchKind : byte
{
    /// <summary>Not found.</summary>
    None,

    /// <summary>Letter for letter.</summary>
    Exact,

    /// <summary>Another spelling of one word by the table, such as INTL and INTERNATIONAL.</summary>
    Variant,

    /// <summary>With letters that look alike, such as 0 and O.</summary>
    Lookalike,

    /// <summary>With one or two typing errors.</summary>
    Typing,

    /// <summary>It sounds alike.</summary>
    Sound,

    /// <summary>With the same consonants, from a script that writes no vowels.</summary>
    Consonants,

    /// <summary>One letter for a word that begins with it.</summary>
    Initial,

    /// <summary>The same letters with other spaces.</summary>
    Spaces,

    /// <summary>First letters of several words.</summary>
    Acronym,
}

/// <summary>How alike two words are.</summary>
/// <param name="Likeness">0 for not at all to 1 for equal.</param>
/// <param name="Kind">By what.</param>
internal readonly record struct TokenLikeness(double Likeness, TokenMatchKind Kind);
