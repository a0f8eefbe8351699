namespace Screening.Simulation.Spellings;

/// <summary>Writes names as other hands would. Knows nothing of how names are compared: it has its own short lists.</summary>
public static class NameMutator
{
    private static readonly string[] Suffixes = ["LTD", "LTD.", "LIMITED", "LLC", "INC", "INC.", "CORP", "CORP.", "CORPORATION", "GMBH", "AG", "SA", "S.A.", "BV", "B.V.", "JSC", "OOO", "PLC", "CO", "CO.", "COMPANY", "FZE", "SRL", "SPA", "KG", "SARL"];
    private static readonly string[] Others = ["Ltd.", "LLC", "Inc.", "GmbH", "Corporation", "Co., Ltd.", "S.A.", "FZE", "JSC"];
    private static readonly string[] Everybody =
    [
        "JOINT", "STOCK", "CLOSED", "OPEN", "PUBLIC", "PRIVATE", "LIABILITY", "TRADING", "TRADE", "GROUP", "HOLDING", "HOLDINGS", "INTERNATIONAL", "GENERAL", "TECHNOLOGY", "TECHNOLOGIES", "TECH", "INDUSTRIAL", "INDUSTRIES",
        "ELECTRONICS", "ELECTRONIC", "SERVICES", "SERVICE", "SYSTEMS", "GLOBAL", "ENTERPRISE", "ENTERPRISES", "MANUFACTURING", "PRODUCTS", "THE", "AND", "FOR", "PTE", "PTY", "SDN", "BHD", "EST", "ALI", "MOHAMMED", "AHMED", "ABDUL",
    ];

    private static readonly (string From, string To)[] Scans = [("o", "0"), ("l", "1"), ("i", "1"), ("s", "5"), ("b", "8"), ("m", "rn"), ("w", "vv"), ("g", "9"), ("e", "3"), ("z", "2")];

    private static readonly (string From, string To)[] Sounds =
    [
        ("ee", "i"), ("oo", "u"), ("ou", "u"), ("iy", "y"), ("yi", "y"), ("kh", "k"), ("q", "k"), ("ph", "f"), ("ck", "k"), ("ei", "ey"), ("ai", "ay"), ("sch", "sh"), ("ts", "tz"), ("w", "v"), ("ya", "ia"), ("yu", "iu"), ("j", "y"),
        ("i", "y"), ("y", "i"), ("u", "ou"), ("c", "k"), ("a", "e"), ("o", "u"),
    ];

    /// <summary>The name after a mutation; null when it does not apply, such as a legal form where there is none.</summary>
    public static string? Mutate(string name, NameMutation mutation, Random random)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(random);
        string[] words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || name.Count(char.IsAsciiLetter) < 6) return null;
        string? mutated = mutation switch
        {
            NameMutation.AdjacentSwap => Letter(words, random, static (w, i) => i + 1 < w.Length && char.IsAsciiLetter(w[i + 1]) && w[i] != w[i + 1] ? string.Concat(w.AsSpan(0, i), [w[i + 1], w[i]], w.AsSpan(i + 2)) : null),
            NameMutation.DeletedLetter => Letter(words, random, static (w, i) => w.Remove(i, 1)),
            NameMutation.DoubledLetter => Letter(words, random, static (w, i) => w.Insert(i, w[i..(i + 1)])),
            NameMutation.SpacesRemoved => string.Concat(words),
            NameMutation.WordOrder => string.Join(' ', words.Skip(words.Length - 1).Concat(words.Take(words.Length - 1))),
            NameMutation.SuffixDropped => IsSuffix(words[^1]) && words.Length > 2 ? string.Join(' ', words.SkipLast(1)).TrimEnd(',') : null,
            NameMutation.SuffixChanged => IsSuffix(words[^1]) && words.Length > 2 ? $"{string.Join(' ', words.SkipLast(1)).TrimEnd(',')} {Others[random.Next(Others.Length)]}" : null,
            NameMutation.TokenDropped => words.Length >= 3 ? Drop(words, random) : null,
            NameMutation.Ocr => Replace(name, Scans, random),
            NameMutation.Transliteration => Replace(name, Sounds, random),
            _ => throw new ArgumentOutOfRangeException(nameof(mutation), $"mutation is '{mutation}'; accepted: one of {nameof(NameMutation)}"),
        };
        return mutated == name ? null : mutated;
    }

    private static bool IsSuffix(string word) => Suffixes.Contains(word.TrimEnd(','), StringComparer.OrdinalIgnoreCase);

    /// <summary>Leaves a word out; at least two that are neither a legal form nor in every second name must remain, or nobody could say whom it means.</summary>
    private static string? Drop(string[] words, Random random)
    {
        int gone = random.Next(words.Length);
        string[] rest = [.. words.Where((_, i) => i != gone)];
        return rest.Count(w => w.Count(char.IsAsciiLetter) >= 3 && !IsSuffix(w) && !Everybody.Contains(w.Trim(',', '.', '(', ')'), StringComparer.OrdinalIgnoreCase)) >= 2 ? string.Join(' ', rest) : null;
    }

    /// <summary>Changes one letter of a word of four letters or more.</summary>
    private static string? Letter(string[] words, Random random, Func<string, int, string?> change)
    {
        int[] longer = [.. Enumerable.Range(0, words.Length).Where(i => words[i].Count(char.IsAsciiLetter) >= 4)];
        for (int attempt = 0; attempt < 20 && longer.Length > 0; attempt++)
        {
            int word = longer[random.Next(longer.Length)], at = random.Next(words[word].Length);
            if (!char.IsAsciiLetter(words[word][at]) || change(words[word], at) is not { } changed) continue;
            return string.Join(' ', words.Select((w, i) => i == word ? changed : w));
        }

        return null;
    }

    private static string? Replace(string name, (string From, string To)[] table, Random random)
    {
        string lower = name.ToLowerInvariant();
        (int At, string From, string To)[] places = [.. table.SelectMany(t => Places(lower, t.From).Select(at => (at, t.From, t.To)))];
        if (places.Length == 0) return null;
        (int place, string from, string to) = places[random.Next(places.Length)];
        return string.Concat(name.AsSpan(0, place), to, name.AsSpan(place + from.Length));
    }

    private static IEnumerable<int> Places(string text, string part)
    {
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal)) yield return at;
    }
}
