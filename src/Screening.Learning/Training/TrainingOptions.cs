using Screening.Data.Yaml;

namespace Screening.Learning.Training;

/// <summary>How a model is trained. Read from YAML; every key has a default.</summary>
public sealed record TrainingOptions
{
    /// <summary>Days of orders to learn from and be checked on, back from the day of training; 90 to 3,650.</summary>
    public int Days { get; init; } = 730;

    /// <summary>Days that a label takes at most in earnest; parts of the history stand as far apart, 0 to 365.</summary>
    public int LabelDelayDays { get; init; } = 30;

    /// <summary>Days of the part by which trees and parameters are chosen, 7 to 365.</summary>
    public int ValidationDays { get; init; } = 90;

    /// <summary>Days of the latest part, on which margins become probabilities, 7 to 365.</summary>
    public int CalibrationDays { get; init; } = 60;

    /// <summary>Sets of parameters to try, the first of which is always the default; 1 to 1,000.</summary>
    public int Trials { get; init; } = 12;

    /// <summary>Most trees, 10 to 10,000.</summary>
    public int Rounds { get; init; } = 500;

    /// <summary>Rounds without a better validation after which training stops, 5 to 1,000.</summary>
    public int Patience { get; init; } = 40;

    /// <summary>Most orders; beyond it unlabelled ones are thinned. 1,000 to 5,000,000.</summary>
    public int MostOrders { get; init; } = 300_000;

    /// <summary>Weight of an order that nobody reviewed, which counts as no diversion, beside one that somebody did: 0 leaves it out. 0 to 1.</summary>
    public double UnreviewedWeight { get; init; } = 1;

    /// <summary>Whether directions of the catalogue bind the trees.</summary>
    public bool Monotone { get; init; } = true;

    /// <summary>Orders of one kind of party that are enough for a comparison of their own, 10 to 100,000.</summary>
    public int PeerMinimum { get; init; } = 200;

    /// <summary>Whether labels are a simulator's truth instead of dispositions and outcomes: for a starter, which nobody's decisions have taught yet.</summary>
    public bool FromTruth { get; init; }

    /// <summary>Of all draws, 0 or more.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reads options.</summary>
    /// <param name="text">YAML; an empty text is all defaults.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="TrainingException">A key is unknown or a value out of its range.</exception>
    public static TrainingOptions Parse(string text, string file)
    {
        if (string.IsNullOrWhiteSpace(text)) return new TrainingOptions();
        YamlSection section = YamlSection.Parse(text, file, static (message, inner) => new TrainingException(message, inner)).Only(
            "days", "label_delay_days", "validation_days", "calibration_days", "trials", "rounds", "patience", "most_orders", "unreviewed_weight", "monotone", "peer_minimum", "from_truth", "seed");
        var defaults = new TrainingOptions();
        return new TrainingOptions
        {
            Days = Whole("days", defaults.Days, 90, 3650),
            LabelDelayDays = Whole("label_delay_days", defaults.LabelDelayDays, 0, 365),
            ValidationDays = Whole("validation_days", defaults.ValidationDays, 7, 365),
            CalibrationDays = Whole("calibration_days", defaults.CalibrationDays, 7, 365),
            Trials = Whole("trials", defaults.Trials, 1, 1000),
            Rounds = Whole("rounds", defaults.Rounds, 10, 10_000),
            Patience = Whole("patience", defaults.Patience, 5, 1000),
            MostOrders = Whole("most_orders", defaults.MostOrders, 1000, 5_000_000),
            UnreviewedWeight = Number("unreviewed_weight", defaults.UnreviewedWeight, 0, 1),
            Monotone = Switch("monotone", defaults.Monotone),
            FromTruth = Switch("from_truth", defaults.FromTruth),
            PeerMinimum = Whole("peer_minimum", defaults.PeerMinimum, 10, 100_000),
            Seed = Whole("seed", defaults.Seed, 0, int.MaxValue),
        };

        bool Switch(string key, bool otherwise) => !section.Has(key) ? otherwise : section.Text(key) switch
        {
            "true" => true,
            "false" => false,
            var other => throw section.Error(key, $"is '{other}'; accepted: true, false"),
        };

        int Whole(string key, int otherwise, int least, int most) => (int)Number(key, otherwise, least, most, whole: true);

        double Number(string key, double otherwise, double least, double most, bool whole = false)
        {
            if (!section.Has(key)) return otherwise;
            string? said = section.Text(key);
            if (double.TryParse(said, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double value) && value >= least && value <= most && (!whole || value == Math.Floor(value))) return value;
            throw section.Error(key, FormattableString.Invariant($"is '{said}'; accepted: {(whole ? "a whole number" : "a number")} from {least} to {most}"));
        }
    }
}
