namespace Screening.Risk;

/// <summary>The fitted rows a row was compared with.</summary>
/// <param name="Peer">The peer group; null: all rows, because the row's own group was too small or unknown.</param>
/// <param name="Rows">How many fitted rows it has, at least 1.</param>
public readonly record struct PeerPopulation(int? Peer, int Rows);
