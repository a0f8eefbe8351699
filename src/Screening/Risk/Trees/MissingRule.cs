namespace Screening.Risk.Trees;

/// <summary>Which values a numeric split does not compare but sends to its default side.</summary>
public enum MissingRule
{
    /// <summary>NaN (XGBoost's rule, and LightGBM's <c>nan</c>).</summary>
    NotANumber,

    /// <summary>None: NaN is compared as 0 (LightGBM's <c>none</c>).</summary>
    None,

    /// <summary>NaN and what is within 1e-35 (as a single) of 0 (LightGBM's <c>zero</c>).</summary>
    Zero,
}
