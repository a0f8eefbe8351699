namespace Screening.Data.Ingest;

/// <summary>A file of a delivery, read once from front to back.</summary>
internal interface ISource : IDisposable
{
    /// <summary>Its columns, in the order of a record's cells.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The line above the records that says what their cells are; null when each record says so itself.</summary>
    string? Header { get; }

    /// <summary>What a steward should know; complete when everything was read.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Fills a block with the next records.</summary>
    /// <param name="block">Cleared and filled; left empty at the end.</param>
    /// <param name="malformed">Receives what is no record.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">The file cannot be read on.</exception>
    void Read(RecordBlock block, ICollection<MalformedLine> malformed, CancellationToken cancellation);
}

/// <summary>A piece of a file that is no record.</summary>
/// <param name="Line">Its physical line, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Raw">The line as text; bytes that are not UTF-8 stand as U+FFFD.</param>
internal readonly record struct MalformedLine(long Line, string Reason, string Raw);
