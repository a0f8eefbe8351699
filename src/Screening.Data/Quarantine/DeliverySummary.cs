namespace Screening.Data.Quarantines;

/// <summary>A delivery with refused rows, in figures.</summary>
/// <param name="Delivery">Its name.</param>
/// <param name="Dataset">Where its rows go.</param>
/// <param name="Files">Names of the files that the rows stood in.</param>
/// <param name="DeliveredAtUtc">When it came.</param>
/// <param name="ContractVersion">The contract that refused them.</param>
/// <param name="MappingSha256">Hash of the mapping file it came through; null without one.</param>
/// <param name="State"><c>taken_in</c>: the other rows are in the lake; <c>not_taken_in</c>: too many were refused, so none is; <c>delivered_again</c>: none was, and the file came in with a later delivery.</param>
/// <param name="RefusedRows">Rows that were refused.</param>
/// <param name="OpenRows">Rows among them that no replay settled; 0 when the file was delivered again.</param>
/// <param name="Rules">The rules that open rows break, or all rows when none is open, the commonest first.</param>
public sealed record DeliverySummary(
    string Delivery, string Dataset, IReadOnlyList<string> Files, DateTime DeliveredAtUtc, string ContractVersion, string? MappingSha256, string State, long RefusedRows, long OpenRows, IReadOnlyList<RefusedRule> Rules)
{
    /// <summary>What broke other rules than these.</summary>
    public Ingest.RefusalRest MoreRules { get; init; }
}
