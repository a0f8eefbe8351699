namespace Screening.Data.Ingest;

/// <summary>
/// OFAC's list in three comma-separated files without headers: parties (12 cells), alternate names (5) and addresses (6), joined by the party's number. The
/// consolidated list of other programmes (cons_prim, cons_alt, cons_add) has the same form. A file may end with the mark 0x1A.
/// </summary>
internal sealed class OfacSdnLayout(LayoutLimits? limits = null) : ILayout
{
    private const string EndMark = "\u001A";
    private const int LongestNumber = 18;
    private static readonly (string Role, int Cells, string What)[] Roles = [("sdn", 12, "parties"), ("alt", 5, "alternate names"), ("add", 6, "addresses")];
    private static readonly string[] OwnColumns = ["ent_num", "name", "type", "programs", "title", "call_sign", "vessel_type", "tonnage", "gross_tonnage", "vessel_flag", "vessel_owner", "remarks"];
    private readonly LayoutLimits _limits = limits ?? LayoutLimits.Default;

    public string Name => "ofac-sdn";

    public IReadOnlyList<string> Columns { get; } =
        [.. OwnColumns, .. Alias.Columns, "addresses", "countries", "identifiers", "dates_of_birth", "nationalities", "source_line"];

    public IEnumerable<LayoutRecord> Read(IReadOnlyList<LayoutInput> inputs, Action<LayoutProblem> problem, CancellationToken cancellation)
    {
        var problems = new LayoutProblems(problem, _limits);
        var files = Recognise(inputs, cancellation);
        var names = ReadJoined(files[1], Roles[1].Cells, problems, cancellation);
        var addresses = ReadJoined(files[2], Roles[2].Cells, problems, cancellation);
        foreach (var row in Rows(files[0], Roles[0].Cells, problems, cancellation))
            yield return Join(files[0].Name, row, names.Of(row.Number), addresses.Of(row.Number));
        names.ReportUnused(files[0].Name, problems);
        addresses.ReportUnused(files[0].Name, problems);
    }

    /// <summary>The files in the order of the roles: by what their names begin with, else by the cells of their first line.</summary>
    private LayoutInput[] Recognise(IReadOnlyList<LayoutInput> inputs, CancellationToken cancellation)
    {
        var found = new LayoutInput?[Roles.Length];
        foreach (var input in inputs)
        {
            var role = Array.FindIndex(Roles, r => input.Name.StartsWith(r.Role, StringComparison.OrdinalIgnoreCase));
            if (role < 0) role = ByCells(input, cancellation);
            if (found[role] is { } other) throw new IngestException($"{input.Name}: {other.Name} has the {Roles[role].What} already; expected one file of each");
            found[role] = input;
        }
        for (var i = 0; i < Roles.Length; i++)
        {
            if (found[i] is null)
                throw new IngestException(FormattableString.Invariant(
                    $"the delivery ({string.Join(", ", inputs.Select(f => f.Name))}) has no file of {Roles[i].What}; expected {Roles[i].Role}.csv, with {Roles[i].Cells} cells a line, beside the others"));
        }
        return found!;
    }

    private int ByCells(LayoutInput input, CancellationToken cancellation)
    {
        using var stream = input.Open();
        var lines = new TextLines(stream, input.Name, _limits);
        var cells = lines.Next(cancellation) && lines.Problem is null ? OfacRow.Cells(lines.Text, out _).Count : 0;
        var role = Array.FindIndex(Roles, r => r.Cells == cells);
        return role >= 0 ? role : throw new IngestException(FormattableString.Invariant($"{input.Name}: the first line has {cells} cells; accepted: {string.Join(", ", Roles.Select(r => FormattableString.Invariant($"{r.Cells} ({r.What})")))}"));
    }

    private IEnumerable<Row> Rows(LayoutInput input, int expected, LayoutProblems problems, CancellationToken cancellation)
    {
        using var stream = input.Open();
        var lines = new TextLines(stream, input.Name, _limits);
        var any = false;
        while (lines.Next(cancellation))
        {
            if (lines.Text == EndMark && lines.IsLast) break;
            if (lines.Problem is null && lines.Text.Length == 0) continue;
            var problem = lines.Problem;
            var cells = problem is null ? OfacRow.Cells(lines.Text, out problem) : [];
            if (problem is null && cells.Count != expected) problem = FormattableString.Invariant($"has {cells.Count} cells, expected {expected}");
            if (problem is null && !IsNumber(cells[0])) problem = $"has no party's number in cell 1 but '{cells[0]}'";
            if (problem is null)
            {
                any = true;
                yield return new Row(lines.Number, lines.Text, cells);
            }
            else
            {
                problems.Add(input.Name, lines.Number, problem, lines.Text);
            }
        }
        // An empty list is never published; taken for one it would clear everybody.
        if (!any) throw new IngestException(FormattableString.Invariant($"{input.Name}: no line is a row of {expected} cells that begins with a number"));
    }

    private Joined ReadJoined(LayoutInput input, int expected, LayoutProblems problems, CancellationToken cancellation)
    {
        var joined = new Joined(input.Name);
        long characters = 0;
        foreach (var row in Rows(input, expected, problems, cancellation))
        {
            characters += row.Raw.Length;
            if (characters > _limits.MostCharacters) throw new IngestException(FormattableString.Invariant($"{input.Name}: the file is larger than the {_limits.MostCharacters} characters that are kept to be joined"));
            joined.Add(row);
        }
        return joined;
    }

    private static bool IsNumber(string? text) => text is { Length: > 0 and <= LongestNumber } && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static LayoutRecord Join(string file, Row row, List<Row> names, List<Row> addresses)
    {
        var cells = row.Cells.ToArray();
        cells[0] = FormattableString.Invariant($"{row.Number}");
        // Several programmes stand as "NPWMD] [IFSR".
        cells[3] = cells[3] is { } programmes ? ListText.Join(programmes.Split("] [")) : null;
        cells[2] ??= "entity";
        var remarks = OfacRemarks.Read(cells[11]);
        // Cells of a name: number, its own number, kind, name, remarks.
        Alias[] aliases = [.. names.Where(n => n.Cells[3] is not null).Select(n => new Alias(n.Cells[3]!, n.Cells[2], Quality(n.Cells[4]))), .. remarks.Aliases];
        // Cells of an address: number, its own number, street, city with state and code, country, remarks.
        string?[] joined =
        [
            ListText.Join(addresses.Select(a => ListText.Parts(a.Cells[2], a.Cells[3], a.Cells[4]))), ListText.JoinDistinct(addresses.Select(a => a.Cells[4]).Where(c => c != "undetermined")),
            ListText.Join(remarks.Identifiers), ListText.Join(remarks.DatesOfBirth), ListText.JoinDistinct(remarks.Nationalities), FormattableString.Invariant($"{row.Line}"),
        ];
        return new LayoutRecord(file, row.Line, [.. cells, .. Alias.Cells(aliases), .. joined], row.Raw);
    }

    private static string Quality(string? remarks) => remarks?.Contains(Alias.Weak, StringComparison.OrdinalIgnoreCase) == true ? Alias.Weak : Alias.Strong;

    private sealed record Row(long Line, string Raw, List<string?> Cells)
    {
        /// <summary>Without leading zeros, or one party would be two.</summary>
        public long Number { get; } = long.Parse(Cells[0]!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Rows of a file that belong to rows of another.</summary>
    private sealed class Joined(string file)
    {
        private readonly Dictionary<long, List<Row>> _rows = [];
        private readonly HashSet<long> _used = [];

        public void Add(Row row)
        {
            if (!_rows.TryGetValue(row.Number, out var rows)) _rows.Add(row.Number, rows = []);
            rows.Add(row);
        }

        public List<Row> Of(long number)
        {
            if (!_rows.TryGetValue(number, out var rows)) return [];
            _used.Add(number);
            return rows;
        }

        public void ReportUnused(string main, LayoutProblems problems)
        {
            foreach (var row in _rows.Where(r => !_used.Contains(r.Key)).SelectMany(r => r.Value).OrderBy(r => r.Line))
                problems.Add(file, row.Line, FormattableString.Invariant($"belongs to party {row.Number}, of which {main} has no readable row"), row.Raw);
        }
    }
}
