using System.Globalization;
using System.Text.Json;

namespace Screening.Learning.Models;

/// <summary>A value of a JSON file with the path to it, for errors that say where.</summary>
internal readonly record struct JsonPlace(JsonElement Element, string Path)
{
    public JsonPlace this[string name] => Find(name) ?? throw Wrong($"has no '{name}'");

    public JsonPlace this[int index] => new(Element[index], FormattableString.Invariant($"{Path}[{index}]"));

    /// <summary>The member, or null where there is none.</summary>
    public JsonPlace? Find(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Wrong("is no object");
        return Element.TryGetProperty(name, out JsonElement member) ? new JsonPlace(member, Path.Length == 0 ? name : Path + "." + name) : null;
    }

    /// <summary>The number of elements of an array.</summary>
    public int Count => Element.ValueKind == JsonValueKind.Array ? Element.GetArrayLength() : throw Wrong("is no array");

    public string Text => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Wrong("is no text");

    /// <summary>A whole number, also one that is written as a text.</summary>
    public int Whole => int.TryParse(Scalar, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Wrong($"is '{Scalar}', not a whole number");

    public IEnumerable<JsonPlace> Items()
    {
        for (int i = 0, count = Count; i < count; i++) yield return this[i];
    }

    public int[] Wholes(int length) => Array(length, static (place, element) =>
        element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetInt32(out int value) => value,
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => throw place().Wrong($"is {element.GetRawText()}, not a whole number"),
        });

    public float[] Singles(int length) => Array(length, static (place, element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out float value) && float.IsFinite(value) ? value : throw place().Wrong($"is {element.GetRawText()}, not a finite number in single precision"));

    public double[] Doubles(int length) => Array(length, static (place, element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw place().Wrong($"is {element.GetRawText()}, not a finite number"));

    public double Double => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double value) && double.IsFinite(value) ? value : throw Wrong($"is {Element.GetRawText()}, not a finite number");

    public uint Word => Element.ValueKind == JsonValueKind.Number && Element.TryGetUInt32(out uint value) ? value : throw Wrong($"is {Element.GetRawText()}, not a word of 32 bits");

    public ModelFileException Wrong(string problem) => new($"{(Path.Length == 0 ? "the JSON's root" : Path)} {problem}");

    private string Scalar => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : Element.GetRawText();

    private T[] Array<T>(int length, Func<Func<JsonPlace>, JsonElement, T> read)
    {
        if (Count != length) throw Wrong(FormattableString.Invariant($"has {Count} elements; {length} are needed"));
        var values = new T[length];
        int at = 0;
        JsonPlace self = this;
        foreach (JsonElement element in Element.EnumerateArray())
        {
            int index = at;
            values[at++] = read(() => self[index], element);
        }

        return values;
    }
}
