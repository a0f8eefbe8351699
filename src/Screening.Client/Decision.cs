namespace Screening.Client;

/// <summary>What an order was answered; where there was no answer, a hold that says why.</summary>
public sealed record Decision
{
    /// <summary>The ruling. Only an answer that the endpoint gave and made durable can be anything but a hold.</summary>
    public required Ruling Ruling { get; init; }

    /// <summary>Whether the endpoint decided; when not, this is a hold because it did not, and <see cref="Problem"/> says why.</summary>
    public required bool IsDecided { get; init; }

    /// <summary>Id of the decision; <c>null</c> when there is none.</summary>
    public string? DecisionId { get; init; }

    /// <summary>Whether the same order and version had been decided before, and this is that decision.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>What the seller may read of the reasons.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Fields that were left out and would have told something.</summary>
    public IReadOnlyList<string> MissingData { get; init; } = [];

    /// <summary>Why it was not decided; <c>null</c> when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether sending the same again later may be answered with a decision: not when the order itself was refused.</summary>
    public bool MayBeSentAgain { get; init; }

    /// <summary>Fields that were refused, each with what is accepted.</summary>
    public IReadOnlyList<RefusedField> Refused { get; init; } = [];

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; init; }

    internal static Decision Held(string problem, bool mayBeSentAgain, int attempts) => new() { Ruling = Ruling.Hold, IsDecided = false, Problem = problem, MayBeSentAgain = mayBeSentAgain, Attempts = attempts };
}
