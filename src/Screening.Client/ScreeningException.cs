namespace Screening.Client;

/// <summary>A call other than a decision was not answered; it may be made again.</summary>
public sealed class ScreeningException(string message, Exception? inner = null) : Exception(message, inner);
