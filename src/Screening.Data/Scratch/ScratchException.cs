namespace Screening.Data.Scratch;

/// <summary>There is no room for scratch files, or none that would spare memory.</summary>
public sealed class ScratchException : IOException
{
    /// <summary>Makes one with what is wrong, in one sentence.</summary>
    public ScratchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with what is wrong, in one sentence, and its cause.</summary>
    public ScratchException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
