using System.Xml;
using System.Xml.Linq;

namespace Screening.Data.Ingest;

/// <summary>The United Nations Security Council's consolidated list: one XML file of individuals and entities. One element of either is one record.</summary>
internal sealed class UnConsolidatedLayout(LayoutLimits? limits = null) : ILayout
{
    private const string Root = "CONSOLIDATED_LIST";
    private static readonly (string Group, string Element)[] Groups = [("INDIVIDUALS", "INDIVIDUAL"), ("ENTITIES", "ENTITY")];
    private readonly LayoutLimits _limits = limits ?? LayoutLimits.Default;

    public string Name => "un-consolidated";

    public IReadOnlyList<string> Columns { get; } =
    [
        "dataid", "version_number", "type", "reference_number", "name", "name_original_script", "un_list_type", "listed_on", "last_updated_on", "titles", "designations", "gender", "nationalities",
        .. Alias.Columns, "addresses", "countries", "documents", "dates_of_birth", "places_of_birth", "comments", "generated_at", "source_line",
    ];

    public IEnumerable<LayoutRecord> Read(IReadOnlyList<LayoutInput> inputs, Action<LayoutProblem> problem, CancellationToken cancellation)
    {
        var problems = new LayoutProblems(problem, _limits);
        return inputs.SelectMany(input => Read(input, problems, cancellation));
    }

    private IEnumerable<LayoutRecord> Read(LayoutInput input, LayoutProblems problems, CancellationToken cancellation)
    {
        using var stream = input.Open();
        using var parties = new Parties(input.Name, stream, problems, _limits);
        var any = false;
        while (parties.Next(cancellation) is { } party)
        {
            var cells = Cells(party.Content, parties.GeneratedAt, party.Line);
            if (cells[0] is null || cells[4] is null)
            {
                problems.Add(input.Name, party.Line, cells[0] is null ? "has no DATAID" : "has no name", party.Raw);
                continue;
            }
            any = true;
            yield return new LayoutRecord(input.Name, party.Line, cells, party.Raw);
        }
        if (!any) throw new IngestException($"{input.Name}: the list holds no {string.Join(" and no ", Groups.Select(g => g.Element))} with a name");
    }

    private static string?[] Cells(XElement party, string? generatedAt, long line)
    {
        var own = party.Name.LocalName;
        var addresses = party.Elements(own + "_ADDRESS").ToList();
        Alias[] aliases = [.. party.Elements(own + "_ALIAS").SelectMany(Aliases)];
        return
        [
            Text(party, "DATAID"), Text(party, "VERSIONNUM"), own == "ENTITY" ? "entity" : "individual", Text(party, "REFERENCE_NUMBER"),
            Spaced(Text(party, "FIRST_NAME"), Text(party, "SECOND_NAME"), Text(party, "THIRD_NAME"), Text(party, "FOURTH_NAME")), Text(party, "NAME_ORIGINAL_SCRIPT"),
            Text(party, "UN_LIST_TYPE"), Day(Text(party, "LISTED_ON")), Values(party, "LAST_DAY_UPDATED").Select(Day).Max(StringComparer.Ordinal),
            ListText.Join(Values(party, "TITLE")), ListText.Join(Values(party, "DESIGNATION")), Text(party, "GENDER"), ListText.JoinDistinct(Values(party, "NATIONALITY")),
            .. Alias.Cells(aliases),
            ListText.Join(addresses.Select(Address)), ListText.JoinDistinct(addresses.Select(a => Text(a, "COUNTRY"))),
            ListText.Join(party.Elements(own + "_DOCUMENT").Select(Document)), ListText.JoinDistinct(party.Elements(own + "_DATE_OF_BIRTH").Select(Born)),
            ListText.Join(party.Elements(own + "_PLACE_OF_BIRTH").Select(Address)), Text(party, "COMMENTS1"), generatedAt, FormattableString.Invariant($"{line}"),
        ];
    }

    /// <summary>The file gives individuals' aliases a quality and entities' a kind, in the same element; some hold several spellings, separated by semicolons.</summary>
    private static IEnumerable<Alias> Aliases(XElement alias)
    {
        var (kind, quality) = Text(alias, "QUALITY") switch
        {
            "Good" => (null, Alias.Strong),
            "Low" => (null, Alias.Weak),
            "a.k.a." => ("aka", Alias.Unrated),
            "f.k.a." => ("fka", Alias.Unrated),
            _ => ((string?)null, Alias.Unrated),
        };
        return (Text(alias, "ALIAS_NAME") ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => new Alias(name, kind, quality));
    }

    private static string? Address(XElement place) =>
        Noted(ListText.Parts(Text(place, "STREET"), Text(place, "CITY"), Text(place, "STATE_PROVINCE"), Text(place, "ZIP_CODE"), Text(place, "COUNTRY")), Text(place, "NOTE"));

    private static string? Document(XElement document) => Noted(
        Spaced(Text(document, "TYPE_OF_DOCUMENT2") ?? Text(document, "TYPE_OF_DOCUMENT"), Text(document, "NUMBER")),
        ListText.Parts(Text(document, "ISSUING_COUNTRY") ?? Text(document, "COUNTRY_OF_ISSUE"), Text(document, "DATE_OF_ISSUE") is { } day ? "issued " + day : null, Text(document, "NOTE")));

    private static string? Born(XElement birth)
    {
        var years = Text(birth, "FROM_YEAR") is { } from ? $"{from} to {Text(birth, "TO_YEAR")}" : null;
        var date = Text(birth, "DATE") ?? Text(birth, "YEAR") ?? years;
        if (date is not null && Text(birth, "TYPE_OF_DATE") == "APPROXIMATELY") date = "circa " + date;
        return Noted(date, Text(birth, "NOTE"));
    }

    private static string? Noted(string? text, string? note) => text is null ? note : note is null ? text : $"{text} ({note})";

    private static string? Spaced(params string?[] parts)
    {
        var joined = string.Join(' ', parts.Where(p => p is not null));
        return joined.Length == 0 ? null : joined;
    }

    /// <summary>Ten of the days carry an offset, such as 2015-04-07-04:00; the day is meant.</summary>
    private static string? Day(string? day) => day is { Length: 16 } && day[10] is '-' or '+' ? day[..10] : day;

    private static IEnumerable<string> Values(XElement party, string list) => party.Elements(list).SelectMany(l => l.Elements("VALUE")).Select(Text).OfType<string>();

    private static string? Text(XElement parent, string name) => parent.Elements(name).Select(Text).FirstOrDefault(t => t is not null);

    /// <summary>The element's own text with single blanks; null when it is blank. What is nested in it is not looked into: Value recurses, and depth is the file's choice.</summary>
    private static string? Text(XElement element)
    {
        var text = string.Join(' ', string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 ? null : text;
    }

    /// <summary>One party as it stands in the file.</summary>
    private sealed record Party(long Line, XElement Content, string Raw);

    /// <summary>The parties of the file, one after the other. Nothing outside the file is ever opened: no DTD, no entities, no schema.</summary>
    private sealed class Parties(string file, Stream stream, LayoutProblems problems, LayoutLimits limits) : IDisposable
    {
        private const int GroupDepth = 1;
        private const int MostDepth = 16;
        private XmlReader? _reader;

        /// <summary>What a party is called where the reader is; null outside of the elements that hold parties.</summary>
        private string? _element;

        /// <summary>When the list was made; null when it does not say.</summary>
        public string? GeneratedAt { get; private set; }

        /// <summary>The next party; null at the end.</summary>
        /// <exception cref="IngestException">The file is not this list, or not XML up to its end.</exception>
        public Party? Next(CancellationToken cancellation)
        {
            try
            {
                var reader = _reader ??= Begin();
                while (!reader.EOF)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (reader.NodeType != XmlNodeType.Element || IsGroup(reader)) reader.Read();
                    else if (Take(reader) is { } party) return party;
                }
                return null;
            }
            catch (XmlException e)
            {
                throw new IngestException($"{file}: the file is not well-formed XML up to its end: {OneLine(e.Message)}", e);
            }
        }

        public void Dispose() => _reader?.Dispose();

        /// <summary>The reader's message may show a character of the file, such as a line end.</summary>
        private static string OneLine(string message) => string.Concat(message.Select(c => char.IsControl(c) ? '\uFFFD' : c));

        private XmlReader Begin()
        {
            var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = limits.MostCharacters,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            reader.MoveToContent();
            if (reader.LocalName != Root) throw new IngestException(FormattableString.Invariant($"{file}: line {Line(reader)}: the root element is '{reader.LocalName}', expected {Root}"));
            GeneratedAt = reader.GetAttribute("dateGenerated");
            return reader;
        }

        private static long Line(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

        /// <summary>True for the root and for the elements that hold parties.</summary>
        private bool IsGroup(XmlReader reader)
        {
            if (reader.Depth != GroupDepth) return reader.Depth < GroupDepth;
            _element = Array.Find(Groups, g => g.Group == reader.LocalName).Element;
            return _element is not null;
        }

        /// <summary>Reads an element whole: a party, or a problem.</summary>
        private Party? Take(XmlReader reader)
        {
            var line = Line(reader);
            var content = Content(reader, out var problem);
            var name = content.Name.LocalName;
            if (name != _element) problem = $"is an element '{name}', expected {_element ?? string.Join(" or ", Groups.Select(g => g.Group))}";
            var raw = content.ToString(SaveOptions.DisableFormatting);
            if (problem is null) return new Party(line, content, raw);
            problems.Add(file, line, problem, raw);
            return null;
        }

        /// <summary>
        /// The element that the reader stands on, with its elements and texts; attributes have no meaning here. What is too long or too deep is read to its end
        /// and not kept: .NET's own readers of a whole element take time by the square of the depth.
        /// </summary>
        private XElement Content(XmlReader reader, out string? problem)
        {
            problem = null;
            var (root, depth) = (new XElement(reader.LocalName), reader.Depth);
            var at = root;
            long characters = 0;
            for (var open = !reader.IsEmptyElement; open && reader.Read();)
            {
                characters += reader.LocalName.Length + reader.Value.Length;
                if (characters > limits.LongestPiece) problem ??= FormattableString.Invariant($"is longer than {limits.LongestPiece} characters");
                if (reader.Depth > depth + MostDepth) problem ??= FormattableString.Invariant($"is nested more than {MostDepth} deep");
                open = reader.Depth > depth;
                if (problem is not null || !open) continue;
                if (reader.NodeType == XmlNodeType.EndElement) at = at.Parent!;
                else if (reader.NodeType != XmlNodeType.Element) at.Add(new XText(reader.Value));
                else at = Open(at, reader);
            }
            reader.Read();
            return root;
        }

        private static XElement Open(XElement at, XmlReader reader)
        {
            var element = new XElement(reader.LocalName);
            at.Add(element);
            return reader.IsEmptyElement ? at : element;
        }
    }
}
