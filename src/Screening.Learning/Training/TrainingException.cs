namespace Screening.Learning.Training;

/// <summary>A model cannot be trained, judged or promoted, in one sentence.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);
