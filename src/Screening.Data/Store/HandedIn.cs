using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>A paper that a seller hands in.</summary>
/// <param name="RequestId">The request that it answers.</param>
/// <param name="OrderId">The order that it is about.</param>
/// <param name="SellerId">Whose order that is: as the key or the user says, never the form.</param>
/// <param name="Grade">What the customer says, or a document of his.</param>
/// <param name="Content">What it says, up to 20,000 characters.</param>
/// <param name="FileName">Name of its file; null for none.</param>
/// <param name="File">Its file; null for none.</param>
public sealed record HandedIn(string RequestId, string OrderId, string SellerId, EvidenceGrade Grade, string Content, string? FileName, byte[]? File);
