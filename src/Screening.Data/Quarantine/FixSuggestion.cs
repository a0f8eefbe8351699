using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>A change of one source of a column that may mend refused cells.</summary>
/// <param name="Words">What it does, for a comment.</param>
/// <param name="Value">The changed source.</param>
/// <param name="IsCertain">False when a person must decide: the values allow more than one reading, or a reading loses something.</param>
internal sealed record FixSuggestion(string Words, MappedValue Value, bool IsCertain = true);
