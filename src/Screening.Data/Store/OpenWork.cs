namespace Screening.Data.Store;

/// <summary>What open cases are about.</summary>
/// <param name="Parties">Parties that speak for their subjects.</param>
/// <param name="Orders">Orders of their alerts.</param>
public sealed record OpenWork(IReadOnlyList<string> Parties, IReadOnlyList<string> Orders)
{
    /// <summary>Nothing.</summary>
    public static OpenWork None { get; } = new([], []);
}
