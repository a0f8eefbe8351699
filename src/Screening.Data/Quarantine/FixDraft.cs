using System.Globalization;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>A fix mapping in the making.</summary>
internal sealed class FixDraft
{
    private const int MostUnfixed = 5;
    private readonly Dictionary<string, List<string>> _comments = new(StringComparer.Ordinal);
    private readonly List<string> _applied = [];
    private readonly List<string> _undecided = [];
    private readonly List<string> _unfixed = [];
    private readonly DataContract _contract;
    private readonly MappingFile _before;
    private readonly SourceTable _table;
    private readonly RefusedDelivery _delivery;
    private readonly string? _original;
    private MappingFile _after;
    private long _badRows;
    private long _badRowsLeft;

    /// <param name="contract">The contract.</param>
    /// <param name="before">How the rows were read when they were refused.</param>
    /// <param name="table">Their cells.</param>
    /// <param name="delivery">The delivery that refused them.</param>
    /// <param name="original">Name of the mapping file before; null when there was none.</param>
    public FixDraft(DataContract contract, MappingFile before, SourceTable table, RefusedDelivery delivery, string? original) =>
        (_contract, _before, _after, _table, _delivery, _original) = (contract, before, before, table, delivery, original);

    public FixReport Report => new(_table.Rows, _badRows, _badRowsLeft, _applied, _undecided, _unfixed);

    /// <summary>Tries what may help, column by column.</summary>
    public void Work(CancellationToken cancellation)
    {
        _badRows = _table.BadRows(_before).Count;
        foreach (var column in _contract.Columns.Where(c => _before.Columns.ContainsKey(c.Name)))
        {
            cancellation.ThrowIfCancellationRequested();
            var bad = _table.Texts(_before, column).Where(t => !_table.IsGood(column, t.Text)).Sum(t => t.Rows);
            if (bad > 0) Mend(column, bad);
        }
        _badRowsLeft = _table.BadRows(_after).Count;
    }

    /// <summary>The file.</summary>
    /// <param name="others">What no mapping mends, in words.</param>
    public string Text(IReadOnlyList<string> others)
    {
        var text = new StringBuilder();
        void Say(string line) => text.Append(CultureInfo.InvariantCulture, $"# {line}\n");
        Say(FormattableString.Invariant($"A proposal for the refused rows of delivery {_delivery.Id}, to be read before it is used."));
        Say(_original is null ? "Each column comes from the source column of its name, as without a mapping file." : $"It is {MappingText.Shown(_original)} with the changes that are remarked upon; its own remarks are not carried over.");
        Say(FormattableString.Invariant($"Tried on {_table.Rows} refused rows: {_badRows} had a cell that breaks a rule, through this mapping {_badRowsLeft} have. Rows that were accepted were not tried."));
        Say("Duplicates, contradictions and rows that come too late are only found when it is used.");
        text.Append(MappingText.Head(_after, $"Fix for {_delivery.Id}"));
        foreach (var (name, chain) in _after.Columns)
        {
            foreach (var comment in _comments.GetValueOrDefault(name, [])) text.Append(CultureInfo.InvariantCulture, $"  # {comment}\n");
            text.Append(CultureInfo.InvariantCulture, $"  {MappingText.Column(name, chain)}\n");
        }
        IReadOnlyList<string> left = [.. _unfixed, .. others];
        Say(left.Count == 0 ? "Nothing stays unfixed." : "What stays unfixed:");
        foreach (var line in left) Say($"- {line}");
        _unfixed.AddRange(others);
        return text.ToString();
    }

    private void Mend(ContractColumn column, long bad)
    {
        var comments = _comments[column.Name] = [];
        for (var i = 0; i < _before.Columns[column.Name].Count; i++)
        {
            if (IsGiven(_after.Columns[column.Name][i])) continue;
            Apply(column, i, comments, bad);
        }
        // What needs a decision is measured on top of all that does not.
        for (var i = 0; i < _before.Columns[column.Name].Count; i++)
        {
            if (IsGiven(_after.Columns[column.Name][i])) continue;
            foreach (var rule in FixRules.All) Offer(column, i, rule, comments, bad);
        }
        var left = _table.Texts(_after, column).Where(t => !_table.IsGood(column, t.Text)).ToList();
        foreach (var (text, rows) in left.Take(MostUnfixed)) _unfixed.Add(FormattableString.Invariant($"{rows} x {column.Name} {(text is null ? "without a value" : $"'{MappingText.Shown(text)}'")} ({_table.Why(column, text)})"));
        if (left.Count > MostUnfixed) _unfixed.Add(FormattableString.Invariant($"{left.Skip(MostUnfixed).Sum(r => r.Rows)} x {column.Name} with {left.Count - MostUnfixed} other texts"));
    }

    private static bool IsGiven(MappedValue value) => (value.From is null && value.Expression is null) || value.Currency is not null;

    /// <summary>Each rule adds the suggestion that mends most, if any does. Taking blanks away may mend nothing by itself and let others do so: it stays if one did.</summary>
    private void Apply(ContractColumn column, int place, List<string> comments, long bad)
    {
        var without = _after;
        string? tentative = null;
        foreach (var rule in FixRules.All)
        {
            var already = Try(_after, column)?.Mended ?? 0;
            var best = Suggestions(column, place, rule, isCertain: true).Select(s => (s.Words, Mapping: With(column, place, s.Value)))
                .Select(s => (s.Words, s.Mapping, Outcome: Try(s.Mapping, column))).Where(s => s.Outcome is { Harmed: 0 }).OrderByDescending(s => s.Outcome!.Value.Mended).FirstOrDefault();
            if (best.Outcome is not { } outcome || outcome.Mended < already) continue;
            if (outcome.Mended == already)
            {
                if (rule != FixRules.Trim) continue;
                (without, tentative, _after) = (_after, best.Words, best.Mapping);
                continue;
            }
            if (tentative is not null) comments.Add($"{tentative}, for what follows");
            tentative = null;
            _after = best.Mapping;
            var words = FormattableString.Invariant($"{outcome.Mended - already} of {bad} refused cells: {best.Words}");
            comments.Add(words);
            _applied.Add($"{column.Name}: {words}");
        }
        if (tentative is not null) _after = without;
    }

    private void Offer(ContractColumn column, int place, Func<ContractColumn, MappedValue, IReadOnlyList<string>, IEnumerable<FixSuggestion>> rule, List<string> comments, long bad)
    {
        foreach (var suggestion in Suggestions(column, place, rule, isCertain: false))
        {
            var tried = With(column, place, suggestion.Value);
            var already = Try(_after, column)?.Mended ?? 0;
            if (Try(tried, column) is not { Harmed: 0 } outcome || outcome.Mended <= already) continue;
            var words = FormattableString.Invariant($"{outcome.Mended - already} of {bad} refused cells: {suggestion.Words}");
            comments.Add($"NOT APPLIED, {words}. In place of the line below:");
            comments.Add(MappingText.Column(column.Name, tried.Columns[column.Name]));
            _undecided.Add($"{column.Name}: {words}");
        }
    }

    private List<FixSuggestion> Suggestions(ContractColumn column, int place, Func<ContractColumn, MappedValue, IReadOnlyList<string>, IEnumerable<FixSuggestion>> rule, bool isCertain)
    {
        var value = _after.Columns[column.Name][place];
        var texts = _table.BadTexts(_after, column, value).Select(t => t.Text).ToList();
        return texts.Count == 0 ? [] : [.. rule(column, value, texts).Where(s => s.IsCertain == isCertain)];
    }

    private MappingFile With(ContractColumn column, int place, MappedValue value)
    {
        IReadOnlyList<MappedValue> chain = [.. _after.Columns[column.Name].Select((v, i) => i == place ? value : v)];
        return _after with { Columns = _after.Columns.ToDictionary(c => c.Key, c => c.Key == column.Name ? chain : c.Value, StringComparer.Ordinal) };
    }

    /// <summary>Null when it cannot be computed on some row.</summary>
    private (long Mended, long Harmed)? Try(MappingFile mapping, ContractColumn column)
    {
        try
        {
            return _table.Compare(_before, mapping, column);
        }
        catch (DuckDbException)
        {
            return null;
        }
    }
}
