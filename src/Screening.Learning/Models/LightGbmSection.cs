using System.Globalization;

namespace Screening.Learning.Models;

/// <summary>The header or one tree of a LightGBM text model: lines of <c>key=value</c>.</summary>
internal sealed class LightGbmSection
{
    private readonly Dictionary<string, (string Value, int Line)> _entries = [];
    private readonly string _name;
    private readonly int _line;

    private LightGbmSection(string name, int line) => (_name, _line) = (name, line);

    /// <summary>The header, then each tree. What follows "end of trees" is not read.</summary>
    /// <exception cref="ModelFileException">A line is no entry, trees are not numbered from 0, or their end is missing.</exception>
    public static LightGbmSection[] Split(string text)
    {
        List<LightGbmSection> sections = [new LightGbmSection("the header", 1)];
        string[] lines = text.Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line == "end of trees") return [.. sections];
            if (line.Length == 0) continue;
            int sign = line.IndexOf('=', StringComparison.Ordinal);
            (string key, string value) = sign < 0 ? (line, "") : (line[..sign], line[(sign + 1)..]);
            if (key == "Tree")
            {
                string next = (sections.Count - 1).ToString(CultureInfo.InvariantCulture);
                if (value != next) throw new ModelFileException(FormattableString.Invariant($"line {i + 1}: Tree={value} where Tree={next} is needed; the file is damaged"));
                sections.Add(new LightGbmSection("tree " + next, i + 1));
            }
            else if (!sections[^1]._entries.TryAdd(key, (value, i + 1)))
            {
                throw new ModelFileException(FormattableString.Invariant($"line {i + 1}: '{key}' stands twice in {sections[^1]._name}; the file is damaged"));
            }
        }

        throw new ModelFileException(FormattableString.Invariant($"line {lines.Length}: the file ends without 'end of trees'; it is cut off"));
    }

    public bool Has(string key) => _entries.ContainsKey(key);

    public string Text(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : throw new ModelFileException(FormattableString.Invariant($"line {_line}: {_name} has no '{key}'"));

    public int Whole(string key) => Whole(key, Text(key), null);

    public double Number(string key, string text) => Number(key, text, null);

    public int[] Wholes(string key, int count) => Each(key, count, Whole);

    public double[] Numbers(string key, int count) => Each(key, count, Number);

    public uint[] Words(string key, int count) => Each(key, count, (_, text, index) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : throw Wrong(key, index, $"is '{text}', not a word of 32 bits"));

    public ModelFileException Wrong(string key, string problem) => Wrong(key, null, problem);

    public ModelFileException Wrong(string key, int? index, string problem)
    {
        int line = _entries.TryGetValue(key, out var entry) ? entry.Line : _line;
        return new ModelFileException(FormattableString.Invariant($"line {line}, {_name}: {key}{(index is { } at ? FormattableString.Invariant($", number {at + 1},") : "")} {problem}"));
    }

    private int Whole(string key, string text, int? index) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong(key, index, $"is '{text}', not a whole number");

    private double Number(string key, string text, int? index) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : throw Wrong(key, index, $"is '{text}', not a finite number");

    private T[] Each<T>(string key, int count, Func<string, string, int?, T> read)
    {
        string[] texts = Text(key).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length != count) throw Wrong(key, FormattableString.Invariant($"has {texts.Length} values; {count} are needed"));
        return [.. texts.Select((text, index) => read(key, text, index))];
    }
}
