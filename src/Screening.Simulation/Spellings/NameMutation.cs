namespace Screening.Simulation.Spellings;

/// <summary>What happens to a name between two books.</summary>
public enum NameMutation
{
    /// <summary>Two neighbouring letters change places.</summary>
    AdjacentSwap,

    /// <summary>A letter is left out.</summary>
    DeletedLetter,

    /// <summary>A letter stands twice.</summary>
    DoubledLetter,

    /// <summary>All spaces are left out.</summary>
    SpacesRemoved,

    /// <summary>The last word stands first.</summary>
    WordOrder,

    /// <summary>The legal form is left out.</summary>
    SuffixDropped,

    /// <summary>Another legal form.</summary>
    SuffixChanged,

    /// <summary>One word of three or more is left out; two words of the name's own remain.</summary>
    TokenDropped,

    /// <summary>A scanner takes a letter for a digit or two letters for one.</summary>
    Ocr,

    /// <summary>Another way of writing foreign sounds.</summary>
    Transliteration,
}
