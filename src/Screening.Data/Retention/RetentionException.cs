namespace Screening.Data.Retention;

/// <summary>Retention cannot be done. The message is one sentence that says what and what to do; nothing was deleted.</summary>
public sealed class RetentionException : Exception
{
    public RetentionException(string message)
        : base(message)
    {
    }

    public RetentionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
