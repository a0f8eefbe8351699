namespace Screening.Policies;

/// <summary>A policy says something that it may not: names the key, the value and the accepted range.</summary>
public sealed class PolicyException(string message) : Exception(message);
