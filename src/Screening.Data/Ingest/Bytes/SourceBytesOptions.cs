namespace Screening.Data.Ingest.Bytes;

internal sealed record SourceBytesOptions
{
    public string? Encoding { get; init; }
}
