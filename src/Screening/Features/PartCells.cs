using Screening.Policies;
using Screening.Records;

namespace Screening.Features;

/// <summary>Which values of a feature matrix some shares of groups fill: of each look the columns of every group whose share holds the order's key.</summary>
public sealed class PartCells
{
    private readonly (GroupColumns Columns, bool[]? Held)[] _shares;

    private PartCells(int rows, (GroupColumns, bool[]?)[] shares) => (Rows, _shares) = (rows, shares);

    /// <summary>How many looks.</summary>
    public int Rows { get; }

    /// <summary>How many values.</summary>
    public long Count => _shares.Sum(s => (long)s.Columns.Count * (s.Held?.Count(held => held) ?? Rows));

    /// <summary>Most values of one look.</summary>
    public int Most => _shares.Sum(s => s.Columns.Count);

    /// <summary>Finds them.</summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="reads">The looks.</param>
    /// <param name="shares">The shares.</param>
    /// <exception cref="ArgumentException">There is no such share.</exception>
    public static PartCells Of(EventLog log, CountryGroups countries, ReadPlan reads, IReadOnlyList<GroupShard> shares)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(reads);
        ArgumentNullException.ThrowIfNull(shares);
        FeatureGroup[] groups = Engine.GroupsOf(log, countries, shares);
        var cells = new (GroupColumns, bool[]?)[shares.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            FeatureGroup group = groups[i];
            bool[]? held = shares[i].Shards == 1 ? null : [.. log.Orders.Each(reads.Reads.Select(look => look.Order)).Select(row => group.Takes(in log.Orders[row]))];
            cells[i] = (Engine.DefaultGroups[shares[i].Group], held);
        }

        return new PartCells(reads.Reads.Count, cells);
    }

    /// <summary>Whether a share fills columns of a look.</summary>
    /// <param name="share">Its number among the shares, from 0.</param>
    /// <param name="row">The look.</param>
    public bool Holds(int share, int row) => _shares[share].Held?[row] ?? row < Rows;

    /// <summary>Copies the values of a look out of its row, one share after another.</summary>
    /// <param name="row">The look.</param>
    /// <param name="whole">Its row, all columns.</param>
    /// <param name="values">Where they go; room for <see cref="Most"/> is enough.</param>
    /// <returns>How many they are.</returns>
    public int Pack(int row, ReadOnlySpan<double> whole, Span<double> values)
    {
        int count = 0;
        foreach ((GroupColumns at, bool[]? held) in _shares)
        {
            if (held?[row] == false) continue;
            whole.Slice(at.First, at.Count).CopyTo(values[count..]);
            count += at.Count;
        }

        return count;
    }

    /// <summary>Copies the values of a look into its row; the opposite of <see cref="Pack"/>.</summary>
    /// <param name="row">The look.</param>
    /// <param name="values">The values, of which this look's stand first.</param>
    /// <param name="whole">Its row, of which other columns stay as they are.</param>
    /// <returns>How many they are.</returns>
    public int Unpack(int row, ReadOnlySpan<double> values, Span<double> whole)
    {
        int count = 0;
        foreach ((GroupColumns at, bool[]? held) in _shares)
        {
            if (held?[row] == false) continue;
            values.Slice(count, at.Count).CopyTo(whole.Slice(at.First, at.Count));
            count += at.Count;
        }

        return count;
    }

    /// <summary>How many values a look has.</summary>
    public int Of(int row)
    {
        int count = 0;
        foreach ((GroupColumns at, bool[]? held) in _shares) count += held?[row] == false ? 0 : at.Count;
        return count;
    }
}
