namespace Screening.Data.Ingest;

/// <summary>One record of a layout.</summary>
/// <param name="File">The file it begins in; a part of an archive stands behind a slash.</param>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Cells">Its values in the order of the layout's columns; null where there is none, never empty.</param>
/// <param name="Raw">What stands at that place; what other files add to the record is not in it.</param>
internal sealed record LayoutRecord(string File, long Line, string?[] Cells, string Raw);

/// <summary>A piece of a file that cannot be read, or that belongs to no record.</summary>
/// <param name="File">Its file.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Reason">What is wrong, as a predicate: "has 3 cells, expected 12".</param>
/// <param name="Raw">The piece; what is not UTF-8, and NUL, stand as U+FFFD.</param>
internal sealed record LayoutProblem(string File, long Line, string Reason, string Raw);

/// <summary>One file of a delivery.</summary>
/// <param name="Name">Its name without a folder.</param>
/// <param name="Open">Opens it for reading from its beginning; the reader disposes the stream. Archives need one that can seek.</param>
internal sealed record LayoutInput(string Name, Func<Stream> Open);
