using System.Globalization;

namespace Screening.Data.Ingest;

/// <summary>
/// The SEC's Financial Statement Data Sets: an archive whose sub.txt has a row for each filing and whose num.txt has every value of every filing. A record is a
/// filing with what it says of its own balance-sheet date (<c>period</c>), of the whole registrant: values of co-registrants and of segments are passed over.
/// </summary>
internal sealed class SecStatementsLayout(LayoutLimits? limits = null) : ILayout
{
    private const string Filings = "sub.txt";
    private const string Numbers = "num.txt";
    private const decimal LargestValue = 1_000_000_000_000_000_000_000m;

    /// <summary>Columns of sub.txt and the names they have here.</summary>
    private static readonly (string Source, string Name)[] Kept =
    [
        ("adsh", "adsh"), ("cik", "cik"), ("name", "name"), ("sic", "sic"), ("countryba", "country_business"), ("stprba", "state_business"), ("cityba", "city"), ("zipba", "zip"), ("bas1", "street"),
        ("bas2", "street2"), ("baph", "phone"), ("countryinc", "country_incorporated"), ("stprinc", "state_incorporated"), ("former", "former_name"), ("form", "form"), ("period", "period"),
        ("fy", "fiscal_year"), ("fp", "fiscal_period"), ("filed", "filed"), ("accepted", "accepted"),
    ];

    private static readonly string[] NumberColumns = ["adsh", "tag", "version", "ddate", "qtrs", "uom", "coreg", "value"];
    private readonly LayoutLimits _limits = limits ?? LayoutLimits.Default;

    public string Name => "sec-statements";

    public IReadOnlyList<string> Columns { get; } = [.. Kept.Select(k => k.Name), .. SecFiling.Columns, "source_line"];

    public IEnumerable<LayoutRecord> Read(IReadOnlyList<LayoutInput> inputs, Action<LayoutProblem> problem, CancellationToken cancellation)
    {
        var problems = new LayoutProblems(problem, _limits);
        return inputs.SelectMany(input => Read(input, problems, cancellation));
    }

    private IEnumerable<LayoutRecord> Read(LayoutInput input, LayoutProblems problems, CancellationToken cancellation)
    {
        using var stream = input.Open();
        using var archive = ZipPart.OpenArchive(input.Name, stream);
        List<SecFiling> filings;
        using (var part = ZipPart.Open(input.Name, archive, Filings, _limits)) filings = ReadFilings(part, $"{input.Name}/{Filings}", problems, cancellation);
        using (var part = ZipPart.Open(input.Name, archive, Numbers, _limits)) ReadNumbers(part, $"{input.Name}/{Numbers}", filings, problems, cancellation);
        foreach (var filing in filings)
            yield return new LayoutRecord($"{input.Name}/{Filings}", filing.Line, [.. filing.Cells, .. filing.Values(), FormattableString.Invariant($"{filing.Line}")], filing.Raw);
    }

    private List<SecFiling> ReadFilings(ZipPart part, string file, LayoutProblems problems, CancellationToken cancellation)
    {
        var table = new TabTable(part, file, Kept.Select(k => k.Source), problems, _limits, cancellation);
        var places = Kept.Select(k => table.Place(k.Source)).ToArray();
        var period = Array.FindIndex(Kept, k => k.Name == "period");
        var filings = new List<SecFiling>();
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        while (table.Next(cancellation))
        {
            var cells = Array.ConvertAll(places, table.Text);
            if (cells[0] is not { } number)
            {
                problems.Add(file, table.Line, "has no adsh", table.Raw);
            }
            else if (!lines.TryAdd(number, table.Line))
            {
                problems.Add(file, table.Line, FormattableString.Invariant($"is filing {number} a second time, the first is on line {lines[number]}"), table.Raw);
            }
            else
            {
                if (filings.Count == _limits.MostFilings) throw new IngestException(FormattableString.Invariant($"{file}: there are more than {_limits.MostFilings} filings"));
                filings.Add(new SecFiling(table.Line, table.Raw, cells, cells[period]));
            }
        }
        return filings.Count > 0 ? filings : throw new IngestException($"{file}: there is no filing");
    }

    private void ReadNumbers(ZipPart part, string file, List<SecFiling> filings, LayoutProblems problems, CancellationToken cancellation)
    {
        var table = new TabTable(part, file, NumberColumns, problems, _limits, cancellation);
        var (adsh, tag, version, date) = (table.Place("adsh"), table.Place("tag"), table.Place("version"), table.Place("ddate"));
        var (unit, partOf, segments) = (table.Place("uom"), table.Place("coreg"), table.Place("segments"));
        var byNumber = filings.ToDictionary(f => f.Cells[0]!, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var wanted = SecFiling.Wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        var any = false;
        while (table.Next(cancellation))
        {
            any = true;
            if (!wanted.TryGetValue(table.Cell(tag), out var known)) continue;
            string? problem = null;
            if (!byNumber.TryGetValue(table.Cell(adsh), out var filing)) problem = $"belongs to filing '{table.Cell(adsh)}', of which {Filings} has no readable row";
            // A filer's own tag may bear a standard name; its version is then the filing.
            else if (table.Cell(version).SequenceEqual(table.Cell(adsh)) || !table.Cell(date).SequenceEqual(filing.Period)) continue;
            else if (!table.Cell(partOf).IsEmpty || (segments >= 0 && !table.Cell(segments).IsEmpty)) continue;
            else problem = Take(filing, known, table.Cell(unit).ToString(), table);
            if (problem is not null) problems.Add(file, table.Line, problem, table.Raw);
        }
        // Statements without a value are a cut or another file; they would look like firms that say nothing.
        if (!any) throw new IngestException($"{file}: there is no value");
    }

    private static string? Take(SecFiling filing, string tag, string unit, TabTable table)
    {
        if (table.Text(table.Place("value")) is not { } text) return null;
        var duration = table.Text(table.Place("qtrs"));
        if (!int.TryParse(duration, NumberStyles.None, CultureInfo.InvariantCulture, out var quarters)) return $"has qtrs '{duration}'; accepted: a whole number";
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || Math.Abs(value) > LargestValue)
            return FormattableString.Invariant($"has the value '{text}'; accepted: a number up to {LargestValue}");
        return filing.Take(unit, tag, quarters, value);
    }
}
