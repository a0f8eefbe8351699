namespace Screening.Cli;

/// <summary>A native library that was asked about is missing or wrong; the message is the sentence that says what to do.</summary>
internal sealed class MissingNativeException(string message) : Exception(message);
