using System.Text.Json.Serialization;

namespace Screening.Data.Lakes;

/// <summary>One Parquet file of a snapshot. Its rows are sorted by known_at, event time and key; it lies in the folder of its first day of known_at and may span many.</summary>
/// <param name="Dataset">Whose rows it holds.</param>
/// <param name="Path">Path below the lake, with slashes.</param>
/// <param name="Rows">Rows in it, at least 1.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Hash of its bytes, 64 hexadecimal digits.</param>
/// <param name="MinKnownAtUtc">The earliest known_at in it.</param>
/// <param name="MaxKnownAtUtc">The latest known_at in it, on the same day as the earliest or a later one.</param>
/// <param name="ContractVersion">The contract that its rows kept.</param>
public sealed record LakeFile(string Dataset, string Path, long Rows, long Bytes, string Sha256, DateTime MinKnownAtUtc, DateTime MaxKnownAtUtc, string ContractVersion);

/// <summary>One source file that was ever ingested, and what became of its rows: <c>RowsIn</c> is the sum of the other counts.</summary>
/// <param name="Dataset">Where its rows went.</param>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Sha256">Hash of its bytes.</param>
/// <param name="MappingSha256">Hash of the mapping file it came in through; null without one.</param>
/// <param name="RowsIn">Records in the file, the header not counted.</param>
/// <param name="Accepted">New rows of the lake.</param>
/// <param name="AlreadyKnown">Rows that told nothing new.</param>
/// <param name="Quarantined">Refused rows.</param>
/// <param name="NotForDataset">Rows that the mapping's <c>where</c> left out.</param>
/// <param name="Collapsed">Rows equal to another after mapping, with <c>distinct</c>.</param>
/// <param name="DeliveredAtUtc">When the file was delivered.</param>
/// <param name="Replay">Which of its rows came again out of the quarantine; null when the whole file came.</param>
public sealed record LakeSource(
    string Dataset, string File, string Sha256, string? MappingSha256, long RowsIn, long Accepted, long AlreadyKnown, long Quarantined, long NotForDataset, long Collapsed, DateTime DeliveredAtUtc,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LakeReplay? Replay = null);

/// <summary>Refused rows of one file that were read again. It stands in the manifest that took them in, so what became of a refused row follows from the manifests alone.</summary>
/// <param name="Of">The delivery whose quarantine they stood in.</param>
/// <param name="By">The delivery that took them; what it refused again stands in its own quarantine file.</param>
/// <param name="Lines">Their lines in the file, ascending, such as <c>12,40-60</c>; a span holds refused rows only.</param>
public sealed record LakeReplay(string Of, string By, string Lines);
