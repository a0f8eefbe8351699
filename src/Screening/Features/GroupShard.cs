using Screening.Records;

namespace Screening.Features;

/// <summary>The share of a feature group that one task takes: all of it, or of a group whose keys are independent of each other those keys whose hash lies in one of several equal ranges.</summary>
/// <param name="Group">Number of the group in <see cref="Engine.DefaultGroups"/>.</param>
/// <param name="Shard">Which share, from 0.</param>
/// <param name="Shards">Of how many; 1 is the whole group.</param>
public readonly record struct GroupShard(int Group, int Shard = 0, int Shards = 1)
{
    /// <summary>Most shards of a group.</summary>
    public const int Most = 64;

    /// <summary>Whether a key is of this share. Orders that name no key are of the first: nothing is known of them but what they say themselves.</summary>
    public bool Holds(int key) => key == Missing.Symbol ? Shard == 0 : (int)((ulong)((uint)key * 0x9e37_79b9u) * (uint)Shards >> 32) == Shard;
}
