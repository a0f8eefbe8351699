namespace Screening.Web.Jobs;

/// <summary>A job file is not as accepted: file, line, value and what is accepted, in one sentence.</summary>
internal sealed class JobFileException(string message, Exception? inner = null) : Exception(message, inner);
