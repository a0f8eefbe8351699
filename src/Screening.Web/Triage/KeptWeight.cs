namespace Screening.Web.Triage;

/// <summary>How much a feature moves a model's margins.</summary>
/// <param name="Name">The feature.</param>
/// <param name="MeanAbsolute">Mean of the absolute Shapley value, in log-odds.</param>
internal sealed record KeptWeight(string Name, double MeanAbsolute);
