using System.Collections.Immutable;

namespace Screening.Risk.Trees;

/// <summary>
/// One number that is made of a row before its trees are walked, such that every node is a single comparison: missing has become minus infinity where it goes
/// left and infinity where it goes right, a set of categories minus infinity for those that are in it.
/// </summary>
internal readonly record struct Slot(int Feature, SlotKind Kind, ImmutableArray<uint> Categories = default)
{
    // LightGBM compares with 1e-35f.
    private const double NearZero = 1e-35f;

    /// <summary>The slot that a split reads.</summary>
    public static Slot Of(TreeNode split)
    {
        if (split.IsCategorical) return new Slot(split.Feature, SlotKind.InCategories, split.Categories);
        bool left = split.Missing == MissingRule.None ? 0 <= split.Threshold : split.MissingGoesLeft;
        return split.Missing == MissingRule.Zero
            ? new Slot(split.Feature, left ? SlotKind.NearZeroLeft : SlotKind.NearZeroRight)
            : new Slot(split.Feature, left ? SlotKind.MissingLeft : SlotKind.MissingRight);
    }

    /// <summary>What stands in the slot for a value.</summary>
    public double Read(double value) => Kind switch
    {
        SlotKind.MissingLeft => double.IsNaN(value) ? double.NegativeInfinity : value,
        SlotKind.MissingRight => double.IsNaN(value) ? double.PositiveInfinity : value,
        SlotKind.NearZeroLeft => IsNearZero(value) ? double.NegativeInfinity : value,
        SlotKind.NearZeroRight => IsNearZero(value) ? double.PositiveInfinity : value,
        _ => IsIn(Categories.AsSpan(), value) ? double.NegativeInfinity : double.PositiveInfinity,
    };

    private static bool IsNearZero(double value) => double.IsNaN(value) || (value >= -NearZero && value <= NearZero);

    // A value beyond int is no category; -0.5 is cut to 0, as a cast in C does.
    private static bool IsIn(ReadOnlySpan<uint> categories, double value)
    {
        if (!(value > -1 && value < 32.0 * categories.Length)) return false;
        int category = (int)value;
        return (categories[category >> 5] >> (category & 31) & 1) != 0;
    }
}
