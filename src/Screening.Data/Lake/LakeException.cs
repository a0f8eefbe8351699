namespace Screening.Data.Lakes;

/// <summary>The lake is missing, damaged or held by another writer. The message is one sentence.</summary>
public sealed class LakeException : Exception
{
    public LakeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
