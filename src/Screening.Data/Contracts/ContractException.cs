namespace Screening.Data.Contracts;

/// <summary>A contract or a reference table is invalid, or a dataset has none. The message is one sentence: file, line, key, value, what is accepted.</summary>
public sealed class ContractException : Exception
{
    public ContractException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
