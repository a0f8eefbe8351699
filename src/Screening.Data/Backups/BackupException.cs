namespace Screening.Data.Backups;

/// <summary>A backup cannot be made, read or restored. The message is one sentence that says what and what to do.</summary>
public sealed class BackupException : Exception
{
    public BackupException(string message)
        : base(message)
    {
    }

    public BackupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
