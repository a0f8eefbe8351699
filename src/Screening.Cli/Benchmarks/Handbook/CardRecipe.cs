using Screening.Learning.XGBoost;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>One way to make a model of the card stream.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Families">Which of <see cref="CardTable.Families"/> it sees.</param>
/// <param name="Options">How its trees are boosted; seed and threads are set for each run.</param>
/// <param name="TrainingDays">Days of its training part, which ends on the same day for all.</param>
/// <param name="Seeds">Models of the seeds 0 and up whose margins are averaged.</param>
/// <param name="UnknownCustomersOnly">Whether customers who were known to be defrauded are left out of training too, as they are of the test.</param>
/// <param name="IsKept">Whether the next ones build on it: validation was better with it beyond a few ten-thousandths. A recipe that is not kept is shown for what it did.</param>
internal sealed record CardRecipe(
    string Name, IReadOnlyList<string> Families, BoosterOptions Options, int TrainingDays = CardSplit.BookTrainingDays, int Seeds = 1, bool UnknownCustomersOnly = false, bool IsKept = true)
{
    private const int FineBins = 4096, LongDays = 28, ManySeeds = 5;

    private static readonly BoosterOptions Published = new() { Rounds = 100, LearningRate = 0.1, Depth = 3, Bins = 65_536 };

    private static readonly BoosterOptions Fine = Published with { Bins = FineBins };

    private static readonly BoosterOptions Sampled = Fine with { RowShare = 0.7, FeatureShare = 0.5 };

    /// <summary>
    /// The published model first, then one step after another; the last is the one of the highest average precision on the validation folds, which alone chose it. 65,536
    /// bins are one for each value of nearly every feature, which is as near as histograms come to the exact splits of the published model.
    /// </summary>
    public static IReadOnlyList<CardRecipe> All { get; } =
    [
        new("published", [CardTable.Book], Published),
        new("published, 256 bins", [CardTable.Book], Published with { Bins = 256 }, IsKept: false),
        new("4096 bins", [CardTable.Book], Fine),
        new("+ customer habits", [CardTable.Book, CardTable.Habits], Fine),
        new("+ terminal evidence", [CardTable.Book, CardTable.Habits, CardTable.Evidence], Fine),
        new("+ pairs and terminal bursts", [CardTable.Book, CardTable.Habits, CardTable.Evidence, CardTable.Places], Fine, IsKept: false),
        new("+ 28 training days", [CardTable.Book, CardTable.Habits, CardTable.Evidence], Fine, LongDays),
        new("+ unknown customers only", [CardTable.Book, CardTable.Habits, CardTable.Evidence], Fine, LongDays, UnknownCustomersOnly: true, IsKept: false),
        new("+ monotone risks", [CardTable.Book, CardTable.Habits, CardTable.Evidence], Fine with { Monotone = CardTable.Rising([CardTable.Book, CardTable.Habits, CardTable.Evidence]) }, LongDays, IsKept: false),
        new("+ depth 5", [CardTable.Book, CardTable.Habits, CardTable.Evidence], Fine with { Depth = 5 }, LongDays, IsKept: false),
        new("+ 5 sampled seeds", [CardTable.Book, CardTable.Habits, CardTable.Evidence], Sampled, LongDays, ManySeeds),
    ];
}
