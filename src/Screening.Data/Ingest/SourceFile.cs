using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>A file of a delivery, opened: its columns are known, its records are counted and every record has a line.</summary>
internal interface ISourceFile
{
    /// <summary>Its name, without its folder.</summary>
    string Name { get; }

    string Sha256 { get; }

    IReadOnlyList<string> Columns { get; }

    /// <summary>Records that <see cref="Relation"/> gives, in order.</summary>
    long Records { get; }

    IReadOnlyList<MalformedLine> Malformed { get; }

    /// <summary>What a steward should know.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>SQL for all records: the source's columns under their own names, as text; empty text is NULL.</summary>
    string Relation { get; }

    /// <summary>The line of a record, from 1; for Parquet its row number, from 1.</summary>
    long LineOf(long record);

    /// <summary>Reads some records again.</summary>
    /// <param name="connection">Where the answer is read.</param>
    /// <param name="records">Numbers, ascending.</param>
    /// <param name="raw">Called for each with its place in <paramref name="records"/> and its text.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>SQL for these records, in order, shaped like <see cref="Relation"/>.</returns>
    string Again(DuckDbConnection connection, IReadOnlyList<long> records, Action<int, string> raw, CancellationToken cancellation);
}
