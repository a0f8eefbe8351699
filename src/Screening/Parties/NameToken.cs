namespace Screening.Parties;

/// <summary>What a word of a name is, and so how much it tells.</summary>
public enum TokenKind : byte
{
    /// <summary>A word of its own.</summary>
    Plain,

    /// <summary>A word of business that thousands of names share, such as TRADING.</summary>
    Business,

    /// <summary>A line of business, such as ELECTRONICS; two different ones tell two firms apart.</summary>
    Industry,

    /// <summary>A country, city or direction.</summary>
    Place,

    /// <summary>A person's name that very many bear.</summary>
    CommonName,

    /// <summary>A particle inside of persons' names, such as AL or BIN.</summary>
    Particle,

    /// <summary>A form of address, a rank, or what ships bear in front of their names.</summary>
    Title,

    /// <summary>A word of grammar, such as THE; left out.</summary>
    Stop,

    /// <summary>One letter.</summary>
    Initial,

    /// <summary>Digits alone; they are equal or not.</summary>
    Number,
}

/// <summary>A word of a name as it is compared.</summary>
public sealed class NameToken
{
    internal NameToken(string written, string text, TokenKind kind, double weight, bool isAbjad)
    {
        (Written, Text, Kind, Weight, IsAbjad) = (written, text, kind, weight, isAbjad);
        Folded = TokenFolding.Visual(text);
        Sound = TokenFolding.Sound(text);
        Skeleton = TokenFolding.Skeleton(text);
        Letters = TokenFolding.Letters(Folded);
    }

    /// <summary>As it stood in the name after transliteration, lower-case ASCII letters and digits.</summary>
    public string Written { get; }

    /// <summary>As it is compared: <see cref="Written"/> or what a table calls it, such as <c>institute</c> for <c>inst</c>.</summary>
    public string Text { get; }

    /// <summary>What it is.</summary>
    public TokenKind Kind { get; }

    /// <summary>How much it tells, from 0 to 1.</summary>
    public double Weight { get; }

    /// <summary>Whether it came from a script that does not write vowels.</summary>
    public bool IsAbjad { get; }

    /// <summary>With letters that look alike made one.</summary>
    internal string Folded { get; }

    /// <summary>How it sounds; empty when that says little.</summary>
    internal string Sound { get; }

    /// <summary>Its consonants, for what comes from a script without vowels; empty when there are fewer than two.</summary>
    internal string Skeleton { get; }

    /// <summary>A bit for each letter and digit of <see cref="Folded"/>.</summary>
    internal ulong Letters { get; }

    /// <summary>Whether a name may lack it, or have one more, and hardly be another name.</summary>
    internal bool IsMinor => Kind is TokenKind.Particle or TokenKind.Title;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
