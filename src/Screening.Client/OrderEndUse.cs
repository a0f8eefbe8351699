namespace Screening.Client;

/// <summary>What the goods are for.</summary>
/// <param name="Stated">As stated.</param>
/// <param name="Location">Where they will be used, as stated.</param>
public sealed record OrderEndUse(string? Stated = null, string? Location = null);
