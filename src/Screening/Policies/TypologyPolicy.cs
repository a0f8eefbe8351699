using System.Globalization;

namespace Screening.Policies;

/// <summary>What a policy says of one typology.</summary>
/// <param name="Id">Typology, such as T01.</param>
/// <param name="Weight">What a finding of full strength adds to the log-odds of diversion, 0 to 20.</param>
/// <param name="MandatoryHold">Whether a finding is a hold whatever else is known.</param>
/// <param name="Parameters">Its numbers by key.</param>
public sealed record TypologyPolicy(string Id, double Weight, bool MandatoryHold, IReadOnlyDictionary<string, double> Parameters)
{
    /// <summary>Holds the parameters against their definitions: each must be there and in range, and no other may be.</summary>
    /// <exception cref="PolicyException">One is missing, unknown or out of range.</exception>
    public void Check(IReadOnlyList<ParameterDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        if (!(Weight >= 0 && Weight <= 20)) throw new PolicyException(string.Create(CultureInfo.InvariantCulture, $"typologies.{Id}.weight is {Weight}; accepted: 0 to 20"));
        foreach (ParameterDefinition definition in definitions)
        {
            string key = $"typologies.{Id}.parameters.{definition.Key}";
            string accepted = string.Create(CultureInfo.InvariantCulture, $"{definition.Minimum} to {definition.Maximum} ({definition.Unit})");
            if (!Parameters.TryGetValue(definition.Key, out double value))
                throw new PolicyException($"{key} is missing; accepted: {accepted}");
            if (!(value >= definition.Minimum && value <= definition.Maximum))
                throw new PolicyException(string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; accepted: {accepted}"));
        }

        string? unknown = Parameters.Keys.Order(StringComparer.Ordinal).FirstOrDefault(k => definitions.All(d => d.Key != k));
        if (unknown is not null)
            throw new PolicyException($"typologies.{Id}.parameters.{unknown} is not a parameter; known: {string.Join(", ", definitions.Select(d => d.Key))}");
    }
}
