namespace Screening.Cli.Nightly;

/// <summary>A subject as a model in the shadow would have ranked it, beside how it was ranked.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="OrderId">The order that speaks for it in the shadow.</param>
/// <param name="Probability">What the shadow says, 0 to 1.</param>
/// <param name="Place">Its place among all subjects by that alone, 1 for the highest, equals by name.</param>
/// <param name="Margin">Log-odds by which it ranks in the shadow.</param>
/// <param name="Rank">Its place on the shadow's list; <c>null</c> when it would not be listed.</param>
/// <param name="ListedRank">Its place on the night's list; <c>null</c> when it is not listed.</param>
internal sealed record ShadowRow(string Subject, string OrderId, double Probability, int Place, double Margin, int? Rank, int? ListedRank);
