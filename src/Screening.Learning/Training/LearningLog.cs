using Screening.Data.Replay;
using Screening.Features;
using Screening.Records;

namespace Screening.Learning.Training;

/// <summary>A log to learn from or to judge by, and how it is replayed.</summary>
/// <param name="Log">What was known by the end of a day.</param>
/// <param name="Replay">Takes looks into a matrix of NaN, telling how far it is; columns behind the catalogue's stay as they are.</param>
/// <param name="Memory">What there is for work on it; <c>null</c> for as much as is fast.</param>
public sealed record LearningLog(EventLog Log, Action<ReadPlan, FeatureMatrix, IProgress<double>?> Replay, LogMemory? Memory = null);
