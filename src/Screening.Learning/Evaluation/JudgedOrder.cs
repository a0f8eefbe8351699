using Screening.Learning.Training;

namespace Screening.Learning.Evaluation;

/// <summary>An order of the days that a ranking is judged by, with what is known of it by now.</summary>
/// <param name="Id">Its number, which is the same however the log was read; a symbol is not.</param>
/// <param name="Day">UTC day on which the telling arrived.</param>
/// <param name="Subject">Its group of linked parties.</param>
/// <param name="IsDiversion">Whether it was diversion.</param>
/// <param name="Kinds">Typologies or schemes it belongs to, where the truth tells them; else none.</param>
/// <param name="ValueUsd">Value, US dollars.</param>
/// <param name="H100e">Compute, H100 equivalents.</param>
/// <param name="Region">Where it goes, for parity.</param>
/// <param name="Size">How large its customer is, for parity.</param>
public sealed record JudgedOrder(string Id, DateOnly Day, int Subject, bool IsDiversion, IReadOnlyList<string> Kinds, double ValueUsd, double H100e, string Region, string Size)
{
    /// <summary>The label as metrics take it.</summary>
    public float Target => IsDiversion ? 1 : 0;
}

/// <summary>A ranking by name.</summary>
/// <param name="Name">Name, such as model, random, value or T04.</param>
/// <param name="Scores">One for each order, higher is listed first. Ties are broken by a draw that belongs to the order, so that none of them is favoured.</param>
public sealed record Ranker(string Name, IReadOnlyList<double> Scores)
{
    /// <summary>Makes ties impossible: equal scores follow a draw by order and seed.</summary>
    internal int[] Order(IReadOnlyList<JudgedOrder> orders, int seed)
    {
        double[] draws = [.. orders.Select(order => Chance.Of(order.Id, seed))];
        return [.. Enumerable.Range(0, orders.Count).OrderByDescending(i => Scores[i]).ThenBy(i => draws[i]).ThenBy(i => i)];
    }
}
