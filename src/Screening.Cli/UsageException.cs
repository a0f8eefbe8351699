namespace Screening.Cli;

/// <summary>The user asked for something that cannot be: the message says what and what is accepted.</summary>
internal sealed class UsageException(string message) : Exception(message);
