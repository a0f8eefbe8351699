namespace Screening.Features;

/// <summary>A feature group and where its columns stand in a row.</summary>
/// <param name="Name">Name of its type.</param>
/// <param name="First">Its first column, from 0.</param>
/// <param name="Count">How many it has.</param>
/// <param name="IsKeyed">Whether its keys are independent of each other, so that it can be cut into shards of them.</param>
public readonly record struct GroupColumns(string Name, int First, int Count, bool IsKeyed);
