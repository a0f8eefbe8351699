using System.Globalization;
using Screening.Parties;
using Screening.Typologies;

namespace Screening.Web.Drawing;

/// <summary>How a match with a list came about, in words.</summary>
internal static class ListHitText
{
    /// <summary>Score, which name of the entry, word by word, country, source line, and who put it aside.</summary>
    public static string How(ListHit hit)
    {
        if (hit.Problem is { } problem) return problem + ": a hold until somebody has looked";
        List<string> parts = [string.Create(CultureInfo.InvariantCulture, $"score {hit.Score:0.00}{(hit.IsHold ? "" : ", evidence only")}")];
        if (hit.NameKind != ListedNameKind.Name) parts.Add(hit.NameKind == ListedNameKind.Alias ? "by an alias" : "by a weak alias");
        if (hit.Words.Count > 0) parts.Add(string.Join(", ", hit.Words.Select(Word)));
        parts.AddRange(hit.Circumstances.Select(c => $"{c.What} {(c.IsSupport ? "supports" : "contradicts")}: {c.Detail}"));
        if (hit.Source is { } source) parts.Add("read from " + source);
        if (hit.PutAside is { } aside) parts.Add(aside.ToString());
        return string.Join("; ", parts);
    }

    /// <summary>A word and what became of it.</summary>
    public static string Word(TokenExplanation token) => token switch
    {
        { Asked: null } => $"{token.Listed} only listed",
        { Listed: null } => $"{token.Asked} not found",
        { Kind: TokenMatchKind.Exact } => $"{token.Asked} exact",
        _ => string.Create(CultureInfo.InvariantCulture, $"{token.Asked} ~ {token.Listed} ({token.Kind.ToString().ToLowerInvariant()} {token.Likeness:0.00})"),
    };
}
