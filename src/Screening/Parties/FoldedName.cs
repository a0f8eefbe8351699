namespace Screening.Parties;

/// <summary>A name taken apart for comparison. Immutable.</summary>
public sealed class FoldedName
{
    internal FoldedName(string original, IReadOnlyList<NameToken> tokens, IReadOnlyList<string> legalForms, string full, string? problem)
    {
        TokenArray = [.. tokens];
        (Original, Tokens, LegalForms, Problem) = (original, TokenArray, [.. legalForms], problem);
        Full = full;
        Core = string.Concat(Tokens.Select(t => t.Written));
        Weight = Tokens.Sum(t => t.Weight);
        IsOrganisation = LegalForms.Count > 0 || Tokens.Any(t => t.Kind is TokenKind.Business or TokenKind.Industry);
        IsTooBroad = Tokens.Count(t => t.Kind == TokenKind.Initial) < 2 && !Tokens.Any(t => t.Kind is TokenKind.Plain or TokenKind.CommonName || (t.Kind is TokenKind.Number or TokenKind.Place or TokenKind.Industry && Tokens.Count > 1));
        CoreFolded = TokenFolding.Visual(Core);
        FullFolded = TokenFolding.Visual(Full);
        (CoreLetters, FullLetters) = (TokenFolding.Letters(CoreFolded), TokenFolding.Letters(FullFolded));
    }

    /// <summary>The name as it came.</summary>
    public string Original { get; }

    /// <summary>Its words without legal forms and words of grammar, in their order; none when it holds no letter or digit.</summary>
    public IReadOnlyList<NameToken> Tokens { get; }

    /// <summary>Its legal forms by the table's canonical names, in their order.</summary>
    public IReadOnlyList<string> LegalForms { get; }

    /// <summary>Why it cannot be compared, or not as it stands, as one sentence; null when it can. A name with a problem is held, not cleared.</summary>
    public string? Problem { get; }

    /// <summary>Whether it bears a legal form or a word of business.</summary>
    public bool IsOrganisation { get; }

    /// <summary>Whether it consists of words that say nothing, such as THE COMPANY.</summary>
    public bool IsTooBroad { get; }

    /// <summary>Its words without spaces.</summary>
    internal string Core { get; }

    /// <summary>All of it without spaces, with legal forms.</summary>
    internal string Full { get; }

    internal string CoreFolded { get; }

    internal string FullFolded { get; }

    internal ulong CoreLetters { get; }

    internal ulong FullLetters { get; }

    internal double Weight { get; }

    internal NameToken[] TokenArray { get; }

    /// <summary>The comparable words with single blanks: equal for names that differ in case, marks, punctuation and legal form only.</summary>
    public override string ToString() => string.Join(' ', Tokens.Select(t => t.Text));
}
