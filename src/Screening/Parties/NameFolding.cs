using System.Globalization;
using System.Text;

namespace Screening.Parties;

/// <summary>
/// Takes names apart: compatibility-normalised, without marks, invisible and directional characters, in lower-case Latin letters, legal forms and words of
/// grammar set apart. A letter of another script among Latin ones counts as the Latin letter that it looks like. Immutable, for any number of threads.
/// </summary>
/// <param name="words">Tables of legal forms and of shared words.</param>
/// <param name="weights">How much a word tells.</param>
/// <param name="toLatin">Text of any script in Latin letters, null where that is not possible; null where nothing can transliterate: such names have a problem.</param>
public sealed class NameFolding(NameWords words, TokenWeights weights, Func<string, string?>? toLatin)
{
    /// <summary>Characters of a name that are compared; a longer one has a problem.</summary>
    public const int MostCharacters = 1000;

    /// <summary>Words of a name that are compared; one of more has a problem.</summary>
    public const int MostWords = 48;

    private const string Lookalikes = "аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdһhӏlαaβbεeηnιiκkνvοoρpτtυuχxωwγyﾉj";
    private static readonly Dictionary<char, char> LatinOf = Enumerable.Range(0, Lookalikes.Length / 2).ToDictionary(i => Lookalikes[i * 2], i => Lookalikes[(i * 2) + 1]);

    /// <summary>The same tables with other weights.</summary>
    public NameFolding With(TokenWeights other) => new(words, other, toLatin);

    /// <summary>Takes a name apart. Never throws for what a name holds; what cannot be compared is told as a problem.</summary>
    public FoldedName Fold(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return new FoldedName(name ?? "", [], [], "", "the name is empty");
        string? problem = null;
        string text = name;
        if (text.Length > MostCharacters)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"the name has {name.Length:#,0} characters; the first {MostCharacters:#,0} are compared");
            text = text[..MostCharacters];
        }

        text = Visible(text);
        bool isAbjad = text.Any(static c => c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFEFC');
        string? latin = Latin(text);
        if (latin is null) return new FoldedName(name, [], [], "", "the name is not in Latin letters and cannot be transliterated here");
        List<string> split = Split(latin);
        if (split.Count == 0) return new FoldedName(name, [], [], "", problem ?? "the name holds no letter or digit that can be compared");
        if (split.Count > MostWords)
        {
            problem ??= string.Create(CultureInfo.InvariantCulture, $"the name has {split.Count:#,0} words; the first {MostWords} are compared");
            split.RemoveRange(MostWords, split.Count - MostWords);
        }

        return Assemble(name, split, isAbjad, problem);
    }

    private FoldedName Assemble(string name, List<string> split, bool isAbjad, string? problem)
    {
        var forms = new List<string>();
        var core = new List<string>();
        int end = TrimEnd(split, forms);
        for (int at = 0; at < end;)
        {
            int taken = words.Form(split, at, core.Count == 0, end, out string canonical);
            if (taken > 0) forms.Add(canonical);
            else core.Add(split[at]);
            at += Math.Max(1, taken);
        }

        List<NameToken> tokens = Tokens(core, isAbjad);
        // A name that is nothing but legal forms and grammar is compared by them.
        if (tokens.Count == 0) tokens = [.. split.Select(w => new NameToken(w, w, TokenKind.Business, 0.4, isAbjad))];
        return new FoldedName(name, tokens, forms, string.Concat(split), problem);
    }

    /// <summary>Legal forms at the end, one after the other, longest first; where the rest begins.</summary>
    private int TrimEnd(List<string> split, List<string> forms)
    {
        int end = split.Count;
        for (bool found = true; found && end > 1;)
        {
            found = false;
            for (int at = Math.Max(1, end - 8); at < end && !found; at++)
            {
                int taken = words.Form(split, at, isStart: false, end, out string canonical);
                if (taken == 0 || at + taken != end) continue;
                (found, end) = (true, at);
                forms.Insert(0, canonical);
            }
        }

        return end;
    }

    private List<NameToken> Tokens(List<string> core, bool isAbjad)
    {
        var tokens = new List<NameToken>(core.Count);
        for (int at = 0; at < core.Count; at++)
        {
            string written = core[at], text = NumberWords.Digits(core, ref at);
            if (text != written || TokenFolding.IsNumber(text)) Add(written, text, TokenKind.Number, 0.8);
            else if (!words.TryWord(written, out KnownWord known) && !words.TryNear(written, out known)) Add(written, written, written.Length == 1 ? TokenKind.Initial : TokenKind.Plain, written.Length == 1 ? 0.4 : 1);
            else if (known.Kind == TokenKind.Stop) continue;
            else if (!known.Text.Contains(' ', StringComparison.Ordinal)) Add(written, known.Text, known.Kind, known.Weight);
            else foreach (string part in known.Text.Split(' ')) AddPart(part);
        }

        return tokens;

        void AddPart(string part)
        {
            if (words.TryWord(part, out KnownWord known) && known.Kind != TokenKind.Stop && !known.Text.Contains(' ', StringComparison.Ordinal)) Add(part, known.Text, known.Kind, known.Weight);
            else Add(part, part, TokenKind.Place, 0.65);
        }

        void Add(string written, string text, TokenKind kind, double weight) => tokens.Add(new NameToken(written, text, kind, kind is TokenKind.Particle or TokenKind.Title ? weight : Math.Min(weight, weights.Of(text)), isAbjad));
    }

    /// <summary>Normalised, lower-case, without what nobody sees.</summary>
    private static string Visible(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            // Lone surrogates come as U+FFFD, which Normalize accepts.
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.EnclosingMark || rune.Value is >= 0xFE00 and <= 0xFE0F) continue;
            if (category is UnicodeCategory.Control) text.Append(' ');
            else text.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return text.ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant();
    }

    private string? Latin(string text)
    {
        if (Ascii.IsValid(text)) return text;
        text = WithoutLookalikes(text);
        string bare = WithoutMarks(text);
        if (bare.All(static c => c < 0x80 || !char.IsLetterOrDigit(c))) return bare;
        foreach ((string word, string english) in words.Native) text = Replace(text, word, english);
        if (text.All(static c => c < 0x250 || !char.IsLetter(c))) return WithoutMarks(text);
        string? latin = toLatin?.Invoke(text);
        return latin is null ? null : WithoutMarks(latin.ToLowerInvariant());
    }

    /// <summary>Words of scripts with spaces are replaced whole, those of scripts without spaces anywhere.</summary>
    private static string Replace(string text, string word, string english)
    {
        bool isWhole = word[0] < 0x2E80 || word[0] is >= '\uAC00' and <= '\uD7A3';
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = at + 1 < text.Length ? text.IndexOf(word, at + 1, StringComparison.Ordinal) : -1)
        {
            if (isWhole && ((at > 0 && char.IsLetter(text[at - 1])) || (at + word.Length < text.Length && char.IsLetter(text[at + word.Length])))) continue;
            text = string.Concat(text.AsSpan(0, at), $" {english} ", text.AsSpan(at + word.Length));
        }

        return text;
    }

    /// <summary>In a word that mixes scripts, letters that look like Latin ones become those; a word of one script stays.</summary>
    private static string WithoutLookalikes(string text)
    {
        char[] letters = text.ToCharArray();
        for (int start = 0; start < letters.Length;)
        {
            int end = start;
            bool latin = false, other = false, all = true;
            for (; end < letters.Length && (char.IsLetterOrDigit(letters[end]) || char.GetUnicodeCategory(letters[end]) == UnicodeCategory.NonSpacingMark); end++)
            {
                bool isOther = letters[end] is >= '\u0370' and <= '\u052F';
                latin |= letters[end] is >= 'a' and <= 'z';
                other |= isOther;
                all &= !isOther || LatinOf.ContainsKey(letters[end]);
            }

            if (latin && other && all)
            {
                for (int at = start; at < end; at++) letters[at] = LatinOf.GetValueOrDefault(letters[at], letters[at]);
            }

            start = end + 1;
        }

        return new string(letters);
    }

    private static string WithoutMarks(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormKD))
        {
            if (c < 0x80) bare.Append(c);
            else if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol) continue;
            else bare.Append(c switch { 'ø' => "o", 'ł' => "l", 'đ' or 'ð' => "d", 'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'þ' => "th", 'ı' => "i", 'ə' => "a", 'ħ' => "h", 'ŧ' => "t", 'ŋ' => "n", 'ĸ' => "k", 'ſ' => "s", '\u2019' or '\u2018' or '\u02BC' or '\u00B4' => "'", _ => c.ToString() });
        }

        return bare.ToString();
    }

    /// <summary>Words of ASCII letters and digits. A stop joins what stands around it only after a single letter: L.L.C. is one word, Co.Ltd. are two.</summary>
    private static List<string> Split(string latin)
    {
        var split = new List<string>();
        var word = new StringBuilder();
        int sinceStop = 0;
        for (int i = 0; i < latin.Length; i++)
        {
            char c = latin[i];
            if (c is >= 'a' and <= 'z' or >= '0' and <= '9')
            {
                word.Append(c);
                sinceStop++;
            }
            else if (c == '.' && sinceStop == 1)
            {
                sinceStop = 0;
            }
            else if (c is '\'' or '`' or '\u02BB' or '\u02BF')
            {
                // The s of a genitive says nothing; any other apostrophe stands inside of one word.
                if (word.Length >= 3 && i + 1 < latin.Length && latin[i + 1] == 's' && (i + 2 == latin.Length || !char.IsLetterOrDigit(latin[i + 2]))) i++;
            }
            else
            {
                Close();
                if (c is '&' or '+') split.Add("and");
            }
        }

        Close();
        return split;

        void Close()
        {
            if (word.Length > 0) split.Add(word.ToString());
            word.Clear();
            sinceStop = 0;
        }
    }
}
