namespace Screening.Data.Ingest;

/// <summary>Which file was read.</summary>
/// <param name="Sha256">Hash of its bytes as they lie on disk, packed or not: 64 hexadecimal digits.</param>
/// <param name="Bytes">Its size on disk.</param>
/// <param name="ModifiedAtUtc">When it was last written, to 100 ns.</param>
internal sealed record SourceIdentity(string Sha256, long Bytes, DateTime ModifiedAtUtc);
