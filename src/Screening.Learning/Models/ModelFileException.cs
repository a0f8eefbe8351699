namespace Screening.Learning.Models;

/// <summary>A model file is damaged, of another kind, or asks for what is not served here. The message is one sentence with the line or JSON path and the value.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : Exception(message, inner);
