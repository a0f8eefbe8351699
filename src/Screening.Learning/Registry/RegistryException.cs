namespace Screening.Learning.Registry;

/// <summary>A model of the registry cannot be used, or not be promoted, in one sentence.</summary>
public sealed class RegistryException(string message, Exception? inner = null) : Exception(message, inner);
