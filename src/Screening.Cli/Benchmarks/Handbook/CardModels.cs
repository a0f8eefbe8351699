namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>Which models a run of the bench trains.</summary>
internal enum CardModels
{
    /// <summary>None: features alone.</summary>
    None,

    /// <summary>Every recipe on the published test folds.</summary>
    Test,

    /// <summary>Every recipe on the validation folds as well, by which the kept ones were chosen.</summary>
    All,
}
