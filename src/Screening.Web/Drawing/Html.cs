using System.Text;

namespace Screening.Web.Drawing;

/// <summary>
/// Writes HTML in which every text and every attribute is encoded: there is no way to write markup that came from outside. Element and
/// attribute names are the report's own. Elements close in the order in which they were opened, when their scope is disposed of.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _page = new();

    /// <summary>Opens an element, closed by disposing of the result. An attribute whose value is <c>null</c> is left out.</summary>
    public Scope In(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(element, attributes);
        _page.Append('>');
        return new Scope(_page, element);
    }

    /// <summary>An element that holds a text.</summary>
    public void Add(string element, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        using Scope scope = In(element, attributes);
        Text(text);
    }

    /// <summary>An element that holds nothing.</summary>
    public void Empty(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(element, attributes);
        _page.Append("/>");
    }

    /// <summary>A text.</summary>
    public void Text(string? text) => Encode(_page, Outside.Text(text));

    /// <summary>
    /// A name or a sentence from outside, apart from the direction of the text around it, and cut to <paramref name="most"/> characters:
    /// what is cut can be read in its title.
    /// </summary>
    public void Named(string? text, int most)
    {
        string full = Outside.Text(text);
        string shown = Outside.Clamp(full, most);
        Add("bdi", shown, ("title", shown == full ? null : Outside.Clamp(full, Outside.MostInTitle)));
    }

    /// <summary>A style sheet of the report's own, as it is.</summary>
    public void Style(string css) => _page.Append("<style>").Append(css).Append("</style>");

    /// <summary>The line that makes a page of it.</summary>
    public void Doctype() => _page.Append("<!DOCTYPE html>\n");

    /// <summary>A line break in the source, for people who read it.</summary>
    public void Line() => _page.Append('\n');

    /// <inheritdoc/>
    public override string ToString() => _page.ToString();

    private void Start(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _page.Append('<').Append(element);
        foreach ((string name, string? value) in attributes)
        {
            if (value is null) continue;
            _page.Append(' ').Append(name).Append("=\"");
            Encode(_page, Outside.Text(value));
            _page.Append('"');
        }
    }

    private static void Encode(StringBuilder page, string text)
    {
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => page.Append("&amp;"),
                '<' => page.Append("&lt;"),
                '>' => page.Append("&gt;"),
                '"' => page.Append("&quot;"),
                '\'' => page.Append("&#39;"),
                _ => page.Append(c),
            };
        }
    }

    /// <summary>An open element.</summary>
    public readonly ref struct Scope(StringBuilder page, string element)
    {
        /// <summary>Closes it.</summary>
        public void Dispose() => page.Append("</").Append(element).Append('>');
    }
}
