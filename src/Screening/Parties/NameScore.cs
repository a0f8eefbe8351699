namespace Screening.Parties;

/// <summary>The scale of scores: a full name with a matching country is above 0.96, a full name 0.96, a full alias 0.95, anything less than every word is below 0.94.</summary>
public static class NameScore
{
    /// <summary>A full name, every word letter for letter.</summary>
    public const double Exact = 0.96;

    /// <summary>A full alias.</summary>
    public const double ExactAlias = 0.95;

    /// <summary>The most for less than every word.</summary>
    public const double MostFuzzy = 0.94;

    /// <summary>The most for an alias that the list itself calls weak.</summary>
    public const double MostWeak = 0.80;

    /// <summary>The score of a likeness by the kind of the listed name; one that says nothing of its own counts as weak.</summary>
    internal static double Of(double likeness, ListedNameKind kind, bool isTooBroad) => Of(likeness, kind != ListedNameKind.Name, kind == ListedNameKind.WeakAlias || isTooBroad);

    internal static double Of(double likeness, bool isAlias, bool isWeak)
    {
        double score = likeness >= 1 ? (isAlias ? ExactAlias : Exact) : (MostFuzzy * likeness) - (isAlias ? 0.002 : 0);
        return Math.Max(0, isWeak ? score * MostWeak : score);
    }
}
