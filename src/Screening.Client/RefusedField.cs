namespace Screening.Client;

/// <summary>A field that was refused.</summary>
/// <param name="Field">Where it stands.</param>
/// <param name="Value">What was sent; <c>null</c> when nothing was.</param>
/// <param name="Accepted">What is accepted.</param>
public sealed record RefusedField(string Field, string? Value, string Accepted);
