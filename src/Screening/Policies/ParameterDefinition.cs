namespace Screening.Policies;

/// <summary>A number that a policy must give.</summary>
/// <param name="Key">Key in the policy file.</param>
/// <param name="Unit">Unit; 1 for a ratio.</param>
/// <param name="Minimum">Least value accepted.</param>
/// <param name="Maximum">Greatest value accepted.</param>
/// <param name="Description">What it decides.</param>
public sealed record ParameterDefinition(string Key, string Unit, double Minimum, double Maximum, string Description);
