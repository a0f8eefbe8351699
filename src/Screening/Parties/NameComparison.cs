using System.Numerics;

namespace Screening.Parties;

/// <summary>
/// Compares two names word by word in any order. Symmetric; order, case, marks and punctuation change nothing. The likeness is the share of what the words tell
/// that is found on the other side: sum of w x likeness over the pairs, divided by sum of w over the pairs + extra x what only one side has + conflict x what
/// stands on both sides and finds nothing.
/// </summary>
internal static class NameComparison
{
    private const int ShortestJoin = 4;
    private const int ShortestFuzzy = 10;
    private const double OnlySpaces = 0.985;

    /// <summary>From 0 to 1; 1 only where every word is found letter for letter. The pairs stand in the workspace until the next comparison.</summary>
    public static double Compare(FoldedName a, FoldedName b, NameParameters by, NameWorkspace work)
    {
        // One order for both ways round, so that ties fall the same way.
        if (string.CompareOrdinal(a.Full, b.Full) <= 0) return Ordered(a, b, by, work);
        double likeness = Ordered(b, a, by, work);
        for (int i = 0; i < work.Pairs.Count; i++)
        {
            TokenPair pair = work.Pairs[i];
            work.Pairs[i] = new TokenPair(pair.To, pair.ToCount, pair.From, pair.FromCount, pair.Likeness, pair.Kind);
        }

        return likeness;
    }

    private static double Ordered(FoldedName a, FoldedName b, NameParameters by, NameWorkspace work)
    {
        NameToken[] x = a.TokenArray, y = b.TokenArray;
        work.Begin(x.Length, y.Length);
        if (x.Length == 0 || y.Length == 0) return 0;
        if (IsSameWithoutSpaces(a, b))
        {
            bool same = x.Length == y.Length && a.LegalForms.Count == b.LegalForms.Count && SameTexts(x, y);
            if (!same)
            {
                work.Take(new TokenPair(0, x.Length, 0, y.Length, OnlySpaces, TokenMatchKind.Spaces));
                return OnlySpaces;
            }
        }

        Fill(x, y, by, work);
        Assign(x, y, work);
        if (HasRest(x, work.FromFound) || HasRest(y, work.ToFound))
        {
            Join(x, work.FromFound, y, work.ToFound, work, by, isTurned: false);
            Join(y, work.ToFound, x, work.FromFound, work, by, isTurned: true);
            Acronyms(a, b, by, work);
        }

        return Score(a, b, by, work);
    }

    private static bool SameTexts(NameToken[] x, NameToken[] y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i].Text != y[i].Text) return false;
        }

        return true;
    }

    private static bool IsSameWithoutSpaces(FoldedName a, FoldedName b)
    {
        if (a.Full.Length < ShortestJoin || b.Full.Length < ShortestJoin) return false;
        if (a.Core == b.Core || a.Full == b.Full || a.Core == b.Full || a.Full == b.Core) return true;
        return Math.Min(a.Full.Length, b.Full.Length) >= ShortestFuzzy && a.TokenArray.Length != b.TokenArray.Length
            && (Same(a.CoreFolded, a.CoreLetters, b.CoreFolded, b.CoreLetters) || Same(a.FullFolded, a.FullLetters, b.FullFolded, b.FullLetters)
                || Same(a.CoreFolded, a.CoreLetters, b.FullFolded, b.FullLetters) || Same(a.FullFolded, a.FullLetters, b.CoreFolded, b.CoreLetters));
    }

    private static bool Same(string x, ulong lettersX, string y, ulong lettersY) =>
        Math.Min(x.Length, y.Length) >= ShortestFuzzy && Math.Abs(x.Length - y.Length) <= 1 && BitOperations.PopCount(lettersX ^ lettersY) <= 2 && TokenComparison.IsWithin(x, y, 1);

    private static void Fill(NameToken[] x, NameToken[] y, NameParameters by, NameWorkspace work)
    {
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < y.Length; j++) work.Likeness[(i * y.Length) + j] = TokenComparison.Compare(x[i], y[j], by);
        }
    }

    /// <summary>The pairing with the most weight x likeness. Words with one partner at most are paired at once; else the assignment problem is solved (Kuhn and Munkres).</summary>
    private static void Assign(NameToken[] x, NameToken[] y, NameWorkspace work)
    {
        if (TakeSingles(x, y, work)) return;
        bool turned = x.Length > y.Length;
        int rows = Math.Min(x.Length, y.Length), columns = Math.Max(x.Length, y.Length);
        (double[] u, double[] v, double[] least, int[] partner, int[] way, bool[] used) = work.Assignment;
        u.AsSpan(0, columns + 1).Clear();
        v.AsSpan(0, columns + 1).Clear();
        partner.AsSpan(0, columns + 1).Clear();
        for (int row = 1; row <= rows; row++)
        {
            partner[0] = row;
            int at = 0;
            least.AsSpan(0, columns + 1).Fill(double.MaxValue);
            used.AsSpan(0, columns + 1).Clear();
            do
            {
                used[at] = true;
                int from = partner[at], next = 0;
                double delta = double.MaxValue;
                for (int column = 1; column <= columns; column++)
                {
                    if (used[column]) continue;
                    double cost = -Value(from - 1, column - 1) - u[from] - v[column];
                    if (cost < least[column]) (least[column], way[column]) = (cost, at);
                    if (least[column] < delta) (delta, next) = (least[column], column);
                }

                for (int column = 0; column <= columns; column++)
                {
                    if (used[column]) (u[partner[column]], v[column]) = (u[partner[column]] + delta, v[column] - delta);
                    else least[column] -= delta;
                }

                at = next;
            }
            while (partner[at] != 0);
            for (; at != 0; at = way[at]) partner[at] = partner[way[at]];
        }

        for (int column = 1; column <= columns; column++)
        {
            if (partner[column] == 0) continue;
            (int i, int j) = turned ? (column - 1, partner[column] - 1) : (partner[column] - 1, column - 1);
            TokenLikeness like = work.Likeness[(i * y.Length) + j];
            if (like.Likeness > 0) work.Take(new TokenPair(i, 1, j, 1, like.Likeness, like.Kind));
        }

        double Value(int row, int column)
        {
            (int i, int j) = turned ? (column, row) : (row, column);
            return work.Likeness[(i * y.Length) + j].Likeness * (x[i].Weight + y[j].Weight);
        }
    }

    private static bool TakeSingles(NameToken[] x, NameToken[] y, NameWorkspace work)
    {
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < y.Length; j++)
            {
                TokenLikeness like = work.Likeness[(i * y.Length) + j];
                if (like.Likeness <= 0) continue;
                if (work.FromFound[i] || work.ToFound[j])
                {
                    work.Begin(x.Length, y.Length);
                    return false;
                }

                work.Take(new TokenPair(i, 1, j, 1, like.Likeness, like.Kind));
            }
        }

        return true;
    }

    private static bool HasRest(NameToken[] tokens, bool[] found)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if (!found[i]) return true;
        }

        return false;
    }

    /// <summary>Two or three neighbouring words that find nothing, together as one word of the other side.</summary>
    private static void Join(NameToken[] many, bool[] manyFound, NameToken[] one, bool[] oneFound, NameWorkspace work, NameParameters by, bool isTurned)
    {
        Span<char> joined = stackalloc char[64];
        for (int first = 0; first + 1 < many.Length; first++)
        {
            for (int count = 2; count <= 3 && first + count <= many.Length; count++)
            {
                if (manyFound[first] || manyFound[first + count - 1] || (count == 3 && manyFound[first + 1])) break;
                int length = Written(many, first, count, joined);
                if (length < ShortestJoin) continue;
                for (int j = 0; j < one.Length; j++)
                {
                    if (oneFound[j] || Math.Abs(one[j].Written.Length - length) > 1) continue;
                    string target = one[j].Written;
                    double likeness = joined[..length].SequenceEqual(target) ? by.Spaces : length >= 6 && TokenComparison.IsWithin(joined[..length], target, 1) ? by.Spaces - (by.Typing / length) : 0;
                    if (likeness <= 0) continue;
                    work.Take(isTurned ? new TokenPair(j, 1, first, count, likeness, TokenMatchKind.Spaces) : new TokenPair(first, count, j, 1, likeness, TokenMatchKind.Spaces));
                    break;
                }
            }
        }
    }

    private static int Written(NameToken[] tokens, int first, int count, Span<char> joined)
    {
        int length = 0;
        for (int i = first; i < first + count; i++)
        {
            string word = tokens[i].Written;
            if (length + word.Length > joined.Length) return 0;
            word.CopyTo(joined[length..]);
            length += word.Length;
        }

        return length;
    }

    /// <summary>A word that is the first letters of neighbouring words of the other side, none of which is found: JC for JEAN-CLAUDE, PLA for PEOPLE'S LIBERATION ARMY.</summary>
    private static void Acronyms(FoldedName a, FoldedName b, NameParameters by, NameWorkspace work)
    {
        Acronym(a.TokenArray, work.FromFound, b.TokenArray, work.ToFound, isTurned: false);
        Acronym(b.TokenArray, work.ToFound, a.TokenArray, work.FromFound, isTurned: true);

        void Acronym(NameToken[] one, bool[] oneFound, NameToken[] many, bool[] manyFound, bool isTurned)
        {
            for (int i = 0; i < one.Length; i++)
            {
                string letters = one[i].Written;
                if (oneFound[i] || letters.Length is < 2 or > 6 || one[i].Kind is not TokenKind.Plain) continue;
                for (int first = 0; first + letters.Length <= many.Length; first++)
                {
                    if (!IsAcronym(letters, many, manyFound, first) || (letters.Length == 2 && one.Length == 1)) continue;
                    work.Take(isTurned ? new TokenPair(first, letters.Length, i, 1, by.Acronym, TokenMatchKind.Acronym) : new TokenPair(i, 1, first, letters.Length, by.Acronym, TokenMatchKind.Acronym));
                    break;
                }
            }
        }
    }

    private static bool IsAcronym(string letters, NameToken[] many, bool[] found, int first)
    {
        for (int k = 0; k < letters.Length; k++)
        {
            if (found[first + k] || many[first + k].Written[0] != letters[k] || many[first + k].Written.Length < 3) return false;
        }

        return true;
    }

    private static double Score(FoldedName a, FoldedName b, NameParameters by, NameWorkspace work)
    {
        NameToken[] x = a.TokenArray, y = b.TokenArray;
        double matched = 0, like = 0, told = 0;
        foreach (TokenPair pair in work.Pairs)
        {
            double weight = (Weight(x, pair.From, pair.FromCount) + Weight(y, pair.To, pair.ToCount)) / 2;
            matched += weight;
            like += weight * pair.Likeness;
            if (pair.Kind != TokenMatchKind.Initial) told += weight;
        }

        // Initials alone say nothing.
        if (told <= 0.25) return 0;
        (double onlyA, double againstA) = Rest(x, work.FromFound, by);
        (double onlyB, double againstB) = Rest(y, work.ToFound, by);
        double conflict = Math.Min(againstA, againstB), extra = Math.Abs(onlyA - onlyB);
        double cost = (extra * (a.IsOrganisation || b.IsOrganisation ? by.ExtraFirm : by.ExtraPerson)) + (by.Conflict * conflict);
        double score = like / (matched + cost);

        // A few words that everybody uses are no evidence while others are missing.
        if (cost > 0) score *= Math.Min(1, 0.4 + told);
        return score * Forms(a, b, by);
    }

    private static double Weight(NameToken[] tokens, int first, int count)
    {
        double weight = 0;
        for (int i = first; i < first + count; i++) weight += tokens[i].Weight;
        return weight;
    }

    private static (double Only, double Against) Rest(NameToken[] tokens, bool[] found, NameParameters by)
    {
        double only = 0, against = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (found[i]) continue;
            only += tokens[i].Weight;
            if (tokens[i].IsMinor || tokens[i].Kind == TokenKind.Initial) against += tokens[i].Weight * 0.5;
            else against += Math.Max(tokens[i].Weight, by.LeastConflict);
        }

        return (only, against);
    }

    /// <summary>1 for one legal form, a little less where one names none or both are of the kind that are written for each other.</summary>
    private static double Forms(FoldedName a, FoldedName b, NameParameters by)
    {
        IReadOnlyList<string> x = a.LegalForms, y = b.LegalForms;
        if (x.Count == 0 && y.Count == 0) return 1;
        if (x.Count == 0 || y.Count == 0) return 0.995;
        bool loose = false;
        for (int i = 0; i < x.Count; i++)
        {
            for (int j = 0; j < y.Count; j++)
            {
                if (x[i] == y[j]) return x.Count == y.Count ? 1 : 0.997;
                loose |= (IsLoose(x[i]) && IsLoose(y[j])) || (x[i].EndsWith("jsc", StringComparison.Ordinal) && y[j].EndsWith("jsc", StringComparison.Ordinal));
            }
        }

        return loose ? 0.99 : by.OtherForm;
    }

    private static bool IsLoose(string form) => form is "co" or "corp" or "inc" or "ltd" or "coltdcn" or "cocn" or "pte" or "pty" or "pvt";
}
