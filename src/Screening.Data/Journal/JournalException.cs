namespace Screening.Data.Journals;

/// <summary>A journal is damaged or not one; the message is one sentence with file and place.</summary>
public sealed class JournalException : Exception
{
    /// <summary>With what is wrong.</summary>
    public JournalException(string message) : base(message)
    {
    }

    /// <summary>With what is wrong and what was found before.</summary>
    public JournalException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>For serializers only.</summary>
    public JournalException()
    {
    }
}
