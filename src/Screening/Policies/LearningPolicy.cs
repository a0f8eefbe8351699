namespace Screening.Policies;

/// <summary>How far a trained model may go, and what a new one must show first.</summary>
/// <param name="ModelWeight">Share of the margin that a champion has once enough was really decided, 0 to 1; the blend has the rest.</param>
/// <param name="DecisionsForFullWeight">Orders confirmed or dismissed by people from which the model has its whole share; below, it grows in proportion. At least 1.</param>
/// <param name="MostRecallLost">How much of a scheme's or typology's recall a challenger may lose against the champion, 0 to 1.</param>
/// <param name="LeastGain">What a challenger's gain in value at capacity must reach at the lower end of its interval, -1 to 1; a little below 0 lets an equal one pass.</param>
/// <param name="RequireSignature">Whether only signed models are loaded.</param>
public sealed record LearningPolicy(double ModelWeight, int DecisionsForFullWeight, double MostRecallLost, double LeastGain, bool RequireSignature)
{
    /// <summary>From which share of the first ranking's average precision the look-up of a single key is taken for a leak; above 0. A firm whose diverters come back under their names will want more.</summary>
    public double LeakShare { get; init; } = 0.8;

    /// <summary>Where a policy says nothing: a model weighs nothing, and must lose nothing to be promoted.</summary>
    public static LearningPolicy Unsaid { get; } = new(0, 1, 0.1, -0.02, false);

    /// <summary>The model's share of the margin.</summary>
    /// <param name="decisions">Orders that people confirmed or dismissed so far.</param>
    public double Share(int decisions) => ModelWeight * Math.Min(1, decisions / (double)DecisionsForFullWeight);
}
