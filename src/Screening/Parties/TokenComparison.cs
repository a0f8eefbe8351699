using System.Numerics;

namespace Screening.Parties;

/// <summary>Compares two words. Symmetric.</summary>
internal static class TokenComparison
{
    private const int Longest = 64;
    private const int ShortestLookalike = 5;
    private const string Rows = "1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol 0p";
    private static readonly double[] Substitution = Costs();

    /// <summary>Typing errors that two words may have between them, after lookalikes: none below three letters, one below six, else two.</summary>
    public static int Errors(int shorter) => shorter < 3 ? 0 : shorter < 6 ? 1 : 2;

    /// <summary>How alike they are.</summary>
    public static TokenLikeness Compare(NameToken a, NameToken b, NameParameters by)
    {
        if (ReferenceEquals(a, b) || a.Text == b.Text) return a.Written == b.Written ? new TokenLikeness(1, TokenMatchKind.Exact) : new TokenLikeness(by.Variant, TokenMatchKind.Variant);
        if (a.Kind == TokenKind.Number || b.Kind == TokenKind.Number) return default;
        if (a.Text.Length == 1 || b.Text.Length == 1) return a.Text[0] == b.Text[0] ? new TokenLikeness(by.Initial, TokenMatchKind.Initial) : default;
        TokenLikeness typed = Typed(a, b, by);
        if (typed.Likeness >= by.Sound) return typed;
        if ((a.IsAbjad || b.IsAbjad) && a.Skeleton.Length > 1 && a.Skeleton == b.Skeleton) return new TokenLikeness(by.Consonants, TokenMatchKind.Consonants);
        return a.Sound.Length > 0 && a.Sound == b.Sound ? new TokenLikeness(by.Sound, TokenMatchKind.Sound) : typed;
    }

    private static TokenLikeness Typed(NameToken a, NameToken b, NameParameters by)
    {
        string x = a.Folded, y = b.Folded;
        int allowed = Errors(Math.Min(x.Length, y.Length));
        if (Math.Abs(x.Length - y.Length) > allowed || BitOperations.PopCount(a.Letters ^ b.Letters) > 2 * allowed) return default;
        if (x == y) return new TokenLikeness(x.Length >= ShortestLookalike || HasDigit(a.Text) != HasDigit(b.Text) ? by.Lookalike : by.ShortLookalike, TokenMatchKind.Lookalike);
        if (allowed == 0 || !IsWithin(x, y, allowed)) return default;
        double likeness = 1 - (by.Typing * Cost(x, y) / Math.Max(a.Text.Length, b.Text.Length));
        return likeness < by.LeastLikeness ? default : new TokenLikeness(likeness, TokenMatchKind.Typing);
    }

    /// <summary>Whether so many insertions, deletions, substitutions and swaps of neighbours lead from one to the other (optimal string alignment).</summary>
    public static bool IsWithin(ReadOnlySpan<char> x, ReadOnlySpan<char> y, int allowed)
    {
        int same = x.CommonPrefixLength(y);
        x = x[same..];
        y = y[same..];
        while (x.Length > 0 && y.Length > 0 && x[^1] == y[^1])
        {
            x = x[..^1];
            y = y[..^1];
        }

        if (Math.Abs(x.Length - y.Length) > allowed) return false;
        if (x.Length == 0 || y.Length == 0) return Math.Max(x.Length, y.Length) <= allowed;
        if (x.Length > Longest || y.Length > Longest) return false;
        if (allowed == 1) return (x.Length == 1 && y.Length == 1) || (x.Length == 2 && y.Length == 2 && x[0] == y[1] && x[1] == y[0]);
        return Distance(x, y, allowed) <= allowed;
    }

    private static int Distance(ReadOnlySpan<char> x, ReadOnlySpan<char> y, int allowed)
    {
        Span<byte> before = stackalloc byte[Longest + 1], last = stackalloc byte[Longest + 1], now = stackalloc byte[Longest + 1];
        for (int j = 0; j <= y.Length; j++) last[j] = (byte)j;
        for (int i = 1; i <= x.Length; i++)
        {
            now[0] = (byte)i;
            int least = i;
            for (int j = 1; j <= y.Length; j++)
            {
                int cost = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) cost = Math.Min(cost, before[j - 2] + 1);
                now[j] = (byte)cost;
                least = Math.Min(least, cost);
            }

            if (least > allowed) return least;
            Span<byte> free = before;
            before = last;
            last = now;
            now = free;
        }

        return last[y.Length];
    }

    /// <summary>As the distance, with slips to a neighbouring key, between vowels and between letters of one sound cheaper.</summary>
    private static double Cost(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        int same = x.CommonPrefixLength(y);
        x = x[same..];
        y = y[same..];
        while (x.Length > 0 && y.Length > 0 && x[^1] == y[^1])
        {
            x = x[..^1];
            y = y[..^1];
        }

        if (x.Length == 0 || y.Length == 0) return Math.Max(x.Length, y.Length);
        Span<double> before = stackalloc double[y.Length + 1], last = stackalloc double[y.Length + 1], now = stackalloc double[y.Length + 1];
        for (int j = 0; j <= y.Length; j++) last[j] = j;
        for (int i = 1; i <= x.Length; i++)
        {
            now[0] = i;
            for (int j = 1; j <= y.Length; j++)
            {
                double cost = Math.Min(Math.Min(last[j] + One(x, i - 1), now[j - 1] + One(y, j - 1)), last[j - 1] + Substitution[(Slot(x[i - 1]) * 37) + Slot(y[j - 1])]);
                if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) cost = Math.Min(cost, before[j - 2] + 0.9);
                now[j] = cost;
            }

            Span<double> free = before;
            before = last;
            last = now;
            now = free;
        }

        return last[y.Length];
    }

    /// <summary>A letter more or less; one that only stands twice costs less.</summary>
    private static double One(ReadOnlySpan<char> word, int at) => at > 0 && word[at] == word[at - 1] ? 0.7 : 1;

    private static bool HasDigit(string word) => word.AsSpan().ContainsAnyInRange('0', '9');

    private static int Slot(char letter) => letter is >= 'a' and <= 'z' ? letter - 'a' : letter is >= '0' and <= '9' ? letter - '0' + 26 : 36;

    private static double[] Costs()
    {
        double[] costs = new double[37 * 37];
        Array.Fill(costs, 1);
        for (int i = 0; i < 37; i++) costs[i * 38] = 0;
        string[] rows = Rows.Split(' ');
        for (int r = 0; r < rows.Length; r++)
        {
            for (int k = 0; k < rows[r].Length; k++)
            {
                if (k > 0) Cheaper(rows[r][k], rows[r][k - 1], 0.85);
                if (r > 0 && k < rows[r - 1].Length) Cheaper(rows[r][k], rows[r - 1][k], 0.85);
            }
        }

        foreach (char a in "aeiouy")
        {
            foreach (char b in "aeiouy") Cheaper(a, b, 0.7);
        }

        foreach (string pair in (string[])["ck", "cq", "kq", "sz", "cs", "vw", "fv", "dt", "bp", "gk", "gj", "ij", "jy", "mn", "uw", "xk"]) Cheaper(pair[0], pair[1], 0.7);
        return costs;

        void Cheaper(char a, char b, double cost)
        {
            if (a == b) return;
            (int x, int y) = ((Slot(a) * 37) + Slot(b), (Slot(b) * 37) + Slot(a));
            costs[x] = costs[y] = Math.Min(costs[x], cost);
        }
    }
}
