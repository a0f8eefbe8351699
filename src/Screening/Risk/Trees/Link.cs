namespace Screening.Risk.Trees;

/// <summary>How a margin becomes what the model predicts.</summary>
public enum Link
{
    /// <summary>The margin is the prediction.</summary>
    Identity,

    /// <summary>The prediction is a probability, 1 / (1 + e^-(slope x margin)).</summary>
    Logistic,
}
