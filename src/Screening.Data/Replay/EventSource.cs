using System.Text.Json;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>
/// A dataset, the columns that are read of it, and how a row becomes an event. Column 0 of a row is <c>known_at</c> in microseconds, the
/// columns follow from 1, and the last says whether the row deletes its key: then only the key and column 0 have values.
/// </summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Columns">SQL of the columns.</param>
/// <param name="Order">SQL of event time and key, which order what became known at one moment.</param>
/// <param name="Numbers">The columns whose texts become numbers, each with the table that gives them; <see cref="Country"/> for codes of countries.</param>
/// <param name="Append">Takes a row, or several that are one event, and moves on behind them.</param>
/// <param name="Delete">The same for rows that delete.</param>
internal sealed record EventSource(
    string Dataset, string Columns, string Order, Func<Symbols, (int Column, SymbolTable? Table)[]> Numbers, Action<EventLog, EventCursor> Append, Action<EventLog, EventCursor> Delete)
{
    /// <summary>In place of a table: the numbers of codes of countries are the same everywhere, see <see cref="CountryCode"/>.</summary>
    public const SymbolTable? Country = null;

    /// <summary>Whether what takes its rows gives texts of <see cref="Symbols.Texts"/> numbers too, besides those of its columns: then nobody else may just then.</summary>
    public bool TellsTexts { get; init; }

    /// <summary>A dataset each of whose rows is an event.</summary>
    public static EventSource OfRows(
        string dataset, string columns, string order, Func<Symbols, (int Column, SymbolTable? Table)[]> numbers, Action<EventLog, EventCursor> append,
        Func<EventLog, EventCursor, Event?> delete) => new(
        dataset,
        columns,
        order,
        numbers,
        (log, row) =>
        {
            append(log, row);
            row.Next();
        },
        (log, row) =>
        {
            delete(log, row);
            row.Next();
        });

    /// <summary>
    /// SQL of the number of a word: the contract's words are the names of the enum in small letters, and what says that nothing is told
    /// has no word. NULL where there is none.
    /// </summary>
    public static string Word<T>(string column)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        int first = names[0] is "Unknown" or "None" ? 1 : 0;
        return $"list_position({Sql.List(names.Skip(first).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}, {column}) - {1 - first}";
    }

    /// <summary>The statement of a slice; its parameter is the last moment that is known.</summary>
    /// <param name="relation">SQL of the history in the slice's files.</param>
    /// <param name="slice">The slice. Its ends stand as numbers, so that DuckDB passes over what lies outside without reading it.</param>
    public string Select(string relation, TimeSlice slice)
    {
        string after = slice.From == long.MinValue ? "" : FormattableString.Invariant($"known_at >= make_timestamp({slice.From}) AND ");
        string before = slice.To == long.MaxValue ? "" : FormattableString.Invariant($"known_at < make_timestamp({slice.To}) AND ");
        return $"SELECT epoch_us(known_at), {Columns}, _deleted FROM {relation} WHERE {after}{before}known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, {Order}";
    }
}
