using System.Text;
using Screening.Learning.Training;

namespace Screening.Learning.Registry;

/// <summary>What a reader must know of a model before trusting it, in words.</summary>
internal static class ModelCard
{
    /// <summary>Writes the card.</summary>
    public static string Of(ModelManifest m)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
        Line($"# Model {m.Version}");
        Line($"");
        if (m.Data.IsSimulated)
        {
            Line($"**Trained on a simulated world.** It shows that training, serving and ranking work. How well it finds real diversion is not known, and its probability is one of that world.");
            Line($"");
        }

        Line($"**For** ranking orders and shipments by their risk of diversion, beside typologies and the anomaly. Not for deciding alone: a low score clears nobody, and what could not be assessed stands beside it.");
        Line($"");
        Line($"**Learnt from** snapshot {m.Data.Snapshot} ({m.Data.SnapshotId[..Math.Min(12, m.Data.SnapshotId.Length)]}) as of {m.Data.AsOf:yyyy-MM-dd}, feature set {m.FeatureSet}, {m.Features.Length} features with the anomaly:");
        Line($"");
        Line($"| part | orders | known diversions |");
        Line($"|---|---|---|");
        Line($"| learnt while choosing | {m.Parts.Fit.Orders:#,0} | {m.Parts.Fit.Diversions:#,0} |");
        Line($"| chosen by | {m.Parts.Validation.Orders:#,0} | {m.Parts.Validation.Diversions:#,0} |");
        Line($"| learnt | {m.Parts.Training.Orders:#,0} | {m.Parts.Training.Diversions:#,0} |");
        Line($"| calibrated on | {m.Parts.Calibration.Orders:#,0} | {m.Parts.Calibration.Diversions:#,0} |");
        Line($"");
        Line($"Parts lie one after the other, {m.Options.LabelDelayDays} days apart; later parts leave out subjects known before as diversion. {Labels(m.Options)}");
        Line($"");
        Line($"**Trees**: {m.Trees} of depth {m.Chosen.Depth}, rate {m.Chosen.LearningRate}, by {m.Library} on {m.Threads} threads, seed {m.Options.Seed}{(m.Options.Monotone ? ", directions of the catalogue bound" : "")}.");
        if (m.Trials.Count > 0)
            Line($"Of {m.Trials.Count} sets of parameters, average precision on validation was {m.Trials.Min(t => t.AveragePrecision):0.000} to {m.Trials.Max(t => t.AveragePrecision):0.000} (the best is chosen by it, and so is flattered).");
        else
            Line($"There were too few known diversions to choose parameters by; the defaults were taken.");
        Line($"");
        Line($"**Probability**: {Said(m.Calibration)}");
        Line($"");
        if (m.Calibration is { Kind: not CalibrationKind.None, Diversions: < FewDiversions })
        {
            Line($"**Do not read it as a probability**: {m.Calibration.Diversions} known diversions cannot say how often a score comes true; {FewDiversions} are the least that would.");
            Line($"");
        }

        Line($"**Limits**: {(m.Options.FromTruth ? "it knows the schemes that the simulator tells, and how it tells them" : "it knows the kinds of diversion that were confirmed, not those that nobody has found; labels exist only for what was alerted")}; a front that behaves like its peers in every feature looks like its peers.");
        return text.ToString();
    }

    private const int FewDiversions = 10;

    private static string Labels(TrainingOptions options) => options.FromTruth
        ? "Labels are the simulator's truth, complete and at once: no analyst's decision has taught it."
        : options.UnreviewedWeight == 0 ? "Orders that nobody reviewed are left out: what is learnt speaks of those that were looked at."
        : FormattableString.Invariant($"An order that nobody reviewed counts as no diversion with weight {options.UnreviewedWeight:0.##}: wrong for those that were missed.");

    private static string Said(Calibration calibration) => calibration.Kind switch
    {
        CalibrationKind.None => "none. No later order was labelled both ways; the logistic of the margin is no probability.",
        CalibrationKind.Platt => FormattableString.Invariant($"Platt scaling on {calibration.Orders:#,0} later orders with {calibration.Diversions:#,0} diversions."),
        _ => FormattableString.Invariant($"beta calibration on {calibration.Orders:#,0} later orders with {calibration.Diversions:#,0} diversions."),
    };
}
