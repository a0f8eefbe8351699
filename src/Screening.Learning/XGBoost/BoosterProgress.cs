namespace Screening.Learning.XGBoost;

/// <summary>What is known after a round of training.</summary>
/// <param name="Round">Rounds done.</param>
/// <param name="Rounds">Most rounds.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="Training">The metric on the training part.</param>
/// <param name="Validation">The metric on the validation part; null without one.</param>
/// <param name="BestRound">The round with the best metric of the validation part so far, or the last one without it.</param>
public readonly record struct BoosterProgress(int Round, int Rounds, string Metric, double Training, double? Validation, int BestRound);
