namespace Screening.Alerts;

/// <summary>A subject with its place on the list.</summary>
/// <param name="Rank">Place, from 1; no two share one.</param>
/// <param name="Lane">By what right.</param>
/// <param name="Priority">Risk times log2(2 + stake), the unit of the list.</param>
/// <param name="ShownProbability">Chance with which the subject was put on the list: 1 unless drawn.</param>
/// <param name="Candidate">The subject.</param>
public sealed record RankedCandidate(int Rank, Lane Lane, double Priority, double ShownProbability, Candidate Candidate);
