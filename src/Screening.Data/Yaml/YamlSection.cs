using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Screening.Data.Yaml;

/// <summary>Reads a YAML mapping strictly: a key that is unknown, missing or doubled and a value of the wrong kind are one sentence with file, line, key, value and what is accepted.</summary>
internal sealed class YamlSection
{
    private readonly YamlMappingNode _node;
    private readonly string _file;
    private readonly string _path;
    private readonly Func<string, Exception?, Exception> _fail;

    private YamlSection(YamlMappingNode node, string file, string path, Func<string, Exception?, Exception> fail)
    {
        _node = node;
        _file = file;
        _path = path;
        _fail = fail;
    }

    /// <summary>The keys, as written.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.Select(key => key is YamlScalarNode { Value: { } text } ? text : throw Fail(key, _path, "a key must be plain text"));

    /// <summary>Reads a file whose root is a mapping.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">The file's name for messages.</param>
    /// <param name="fail">Makes the caller's exception of a sentence.</param>
    public static YamlSection Parse(string text, string file, Func<string, Exception?, Exception> fail)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw fail(FormattableString.Invariant($"{file}, line {e.Start.Line}: not valid YAML ({e.Message})"), e);
        }
        catch (InvalidOperationException e)
        {
            // What YamlDotNet's scanner throws at a flow list that has no end.
            throw fail($"{file}: not valid YAML (a list or mapping has no end)", e);
        }
        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
            throw fail($"{file}: expected one YAML document of keys and values, found {(stream.Documents.Count == 0 ? "an empty file" : "something else")}", null);
        return new YamlSection(root, file, "", fail);
    }

    /// <summary>An error about a key of this section.</summary>
    public Exception Error(string key, string problem) => Fail(Find(key) ?? _node, Join(key), problem);

    /// <summary>An error about the section itself.</summary>
    public Exception Error(string problem) => Fail(_node, _path, problem);

    /// <summary>Refuses every key that is not named here.</summary>
    public YamlSection Only(params ReadOnlySpan<string> known)
    {
        foreach (var key in Keys)
        {
            if (!known.Contains(key)) throw Error(key, $"unknown key; accepted: {string.Join(", ", known.ToArray())}");
        }
        return this;
    }

    public bool Has(string key) => Find(key) is not null;

    public bool IsSection(string key) => Find(key) is YamlMappingNode;

    public bool IsList(string key) => Find(key) is YamlSequenceNode;

    /// <summary>The text of a scalar; null when the key is absent.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: { } text } => text,
        var other => throw Fail(other, Join(key), $"expected one value, found {Kind(other)}"),
    };

    /// <summary>The text of a scalar that must be there and not be blank.</summary>
    public string RequiredText(string key)
    {
        var text = Text(key) ?? throw Error(key, "is missing");
        return string.IsNullOrWhiteSpace(text) ? throw Error(key, "is empty") : text;
    }

    public bool? Bool(string key) => Text(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var other => throw Error(key, $"is '{other}'; accepted: true, false"),
    };

    public int? Int(string key, int minimum, int maximum)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum) return value;
        throw Error(key, FormattableString.Invariant($"is '{text}'; accepted: a whole number from {minimum} to {maximum}"));
    }

    public YamlSection? Section(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode mapping => new YamlSection(mapping, _file, Join(key), _fail),
        var other => throw Fail(other, Join(key), $"expected keys and values, found {Kind(other)}"),
    };

    /// <summary>A list of sections; empty when the key is absent.</summary>
    public IReadOnlyList<YamlSection> Sections(string key)
    {
        var nodes = List(key);
        return [.. nodes.Select((node, i) => node is YamlMappingNode mapping
            ? new YamlSection(mapping, _file, Item(key, i), _fail)
            : throw Fail(node, Item(key, i), $"expected keys and values, found {Kind(node)}"))];
    }

    /// <summary>A list of scalars; empty when the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var nodes = List(key);
        return [.. nodes.Select((node, i) => node is YamlScalarNode { Value: { } text } ? text : throw Fail(node, Item(key, i), $"expected one value, found {Kind(node)}"))];
    }

    /// <summary>A list whose items are scalars (given to <paramref name="scalar"/>) or sections (given to <paramref name="section"/>).</summary>
    public IReadOnlyList<T> Items<T>(string key, Func<string, T> scalar, Func<YamlSection, T> section)
    {
        var nodes = List(key);
        return [.. nodes.Select((node, i) => node switch
        {
            YamlScalarNode { Value: { } text } => scalar(text),
            YamlMappingNode mapping => section(new YamlSection(mapping, _file, Item(key, i), _fail)),
            _ => throw Fail(node, Item(key, i), $"expected one value or keys and values, found {Kind(node)}"),
        })];
    }

    private IEnumerable<YamlNode> List(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        var other => throw Fail(other, Join(key), $"expected a list, found {Kind(other)}"),
    };

    private YamlNode? Find(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private string Join(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private string Item(string key, int index) => FormattableString.Invariant($"{Join(key)}[{index}]");

    private Exception Fail(YamlNode node, string path, string problem) =>
        _fail(FormattableString.Invariant($"{_file}, line {node.Start.Line}: {(path.Length == 0 ? "" : path + " ")}{problem}"), null);

    private static string Kind(YamlNode node) => node switch
    {
        YamlScalarNode => "one value",
        YamlSequenceNode => "a list",
        YamlMappingNode => "keys and values",
        _ => "something else",
    };
}
