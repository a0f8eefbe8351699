namespace Screening.Cli.Operations;

/// <summary>How bad something is.</summary>
internal enum CheckupKind
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Work goes on, and somebody should look.</summary>
    Warning,

    /// <summary>Something cannot work.</summary>
    Fault,
}

/// <summary>What was found of one thing that the system rests on.</summary>
/// <param name="What">The thing.</param>
/// <param name="Kind">How bad.</param>
/// <param name="Said">What was found, with numbers.</param>
/// <param name="Todo">What to do about it; <c>null</c> where nothing is to be done.</param>
internal sealed record Checkup(string What, CheckupKind Kind, string Said, string? Todo = null);
