namespace Screening.Parties;

/// <summary>A word that a table knows.</summary>
/// <param name="Text">What it is compared as; several words with single blanks where one stands for several.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Weight">How much it tells, from 0 to 1.</param>
public readonly record struct KnownWord(string Text, TokenKind Kind, double Weight);

/// <summary>The legal forms of the world and words that names share, from the reference tables <c>legal-forms</c> and <c>name-words</c>. Immutable.</summary>
public sealed class NameWords
{
    private const int MostFormWords = 8;
    private const int ShortestNear = 7;
    private readonly Dictionary<string, (string Canonical, string Place)> _forms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _formStarts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownWord> _words = new(StringComparer.Ordinal);
    private readonly List<(string Word, string Text)> _native = [];
    private readonly Dictionary<string, string> _near = new(StringComparer.Ordinal);

    /// <summary>Reads the rows of the two tables.</summary>
    /// <param name="legalForms">form, canonical, place (any, edge, end).</param>
    /// <param name="words">word, canonical, kind, weight; kind <c>native</c> is a word in its own script that is put into English before transliteration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place or kind is none of those accepted.</exception>
    public NameWords(IEnumerable<(string Form, string Canonical, string Place)> legalForms, IEnumerable<(string Word, string Canonical, string Kind, double Weight)> words)
    {
        ArgumentNullException.ThrowIfNull(legalForms);
        ArgumentNullException.ThrowIfNull(words);
        foreach ((string form, string canonical, string place) in legalForms)
        {
            if (place is not ("any" or "edge" or "end")) throw new ArgumentOutOfRangeException(nameof(legalForms), $"legal form '{form}' has place '{place}'; accepted: any, edge, end");
            if (IsNative(form))
            {
                _native.Add((form, canonical));
                _forms.TryAdd(canonical, (canonical, "any"));
                _formStarts.Add(canonical);
                continue;
            }

            _forms[form] = (canonical, place);
            _formStarts.Add(form.Split(' ')[0]);
        }

        foreach ((string word, string canonical, string kind, double weight) in words)
        {
            if (kind == "native") _native.Add((word, canonical));
            else _words[word] = new KnownWord(canonical, Kind(word, kind), weight);
            if (kind is not ("business" or "industry") || word.Length < ShortestNear) continue;
            for (int i = 0; i < word.Length; i++) _near.TryAdd(word.Remove(i, 1), word);
        }

        _native.Sort(static (a, b) => b.Word.Length != a.Word.Length ? b.Word.Length - a.Word.Length : string.CompareOrdinal(a.Word, b.Word));
    }

    /// <summary>No tables.</summary>
    public static NameWords None { get; } = new([], []);

    /// <summary>Words in other scripts that are put into English before transliteration, longest first. Those of letters with cases stand for whole words.</summary>
    internal IReadOnlyList<(string Word, string Text)> Native => _native;

    /// <summary>What a word is; false for a word of its own.</summary>
    internal bool TryWord(string word, out KnownWord known) => _words.TryGetValue(word, out known);

    /// <summary>The long word of business that a word is with one typing error, such as TECHNOLGIES; false for none.</summary>
    internal bool TryNear(string word, out KnownWord known)
    {
        known = default;
        if (word.Length < ShortestNear - 1) return false;
        if (_near.TryGetValue(word, out string? meant)) return _words.TryGetValue(meant, out known);
        for (int i = 0; i < word.Length; i++)
        {
            string rest = word.Remove(i, 1);
            if ((_near.TryGetValue(rest, out meant) && TokenComparison.IsWithin(word, meant, 1)) || (rest.Length >= ShortestNear && _words.ContainsKey(meant = rest)))
                return _words.TryGetValue(meant, out known) && known.Kind is TokenKind.Business or TokenKind.Industry;
        }

        return false;
    }

    /// <summary>The longest legal form that begins at a word: how many words it takes, 0 for none.</summary>
    internal int Form(List<string> words, int at, bool isStart, int end, out string canonical)
    {
        canonical = "";
        if (!_formStarts.Contains(words[at])) return 0;
        for (int length = Math.Min(MostFormWords, end - at); length > 0; length--)
        {
            string form = length == 1 ? words[at] : string.Join(' ', words.GetRange(at, length));
            if (!_forms.TryGetValue(form, out (string Canonical, string Place) found)) continue;
            bool isEnd = at + length == end;
            if (found.Place != "any" && !isEnd && !(found.Place == "edge" && isStart)) continue;
            canonical = found.Canonical;
            return length;
        }

        return 0;
    }

    private static bool IsNative(string form)
    {
        foreach (char c in form)
        {
            if (c > 0x24F) return true;
        }

        return false;
    }

    private static TokenKind Kind(string word, string kind) => kind switch
    {
        "stop" => TokenKind.Stop,
        "particle" => TokenKind.Particle,
        "title" => TokenKind.Title,
        "business" => TokenKind.Business,
        "industry" => TokenKind.Industry,
        "place" => TokenKind.Place,
        "name" => TokenKind.CommonName,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"word '{word}' has kind '{kind}'; accepted: stop, particle, title, business, industry, place, name, native"),
    };
}
