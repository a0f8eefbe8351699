using Screening.Learning.Evaluation;
using Screening.Learning.Training;
using Screening.Risk.Trees;
using Xunit;

namespace Screening.Tests.Learning.Training;

public sealed class TrainerTests
{
    private static readonly TrainingOptions s_options = SomeExamples.Options;
    private static readonly HistoryParts s_parts = HistoryParts.Before(SomeExamples.Date, s_options);

    [Fact]
    public void ItFindsWhatIsThereToBeFound()
    {
        Examples all = SomeExamples.Year(1);
        TrainedModel trained = Train(all);
        Examples later = s_parts.Calibration(all, s_parts.Training(all));
        double[] margins = Trainer.Margins(trained.Model, later, 1);
        Assert.True(RankedMetrics.AreaUnderCurve(margins, later.Targets()) > 0.8);
        Assert.Equal(3, trained.Trials.Count);
        Assert.Equal(trained.Trials.Max(trial => trial.AveragePrecision), trained.Trials.First(trial => trial.Options == trained.Chosen).AveragePrecision);
        Assert.NotEqual(CalibrationKind.None, trained.Calibration.Kind);
    }

    [Fact]
    public void TheSameExamplesGiveTheSameBytes()
    {
        TrainedModel one = Train(SomeExamples.Year(1)), two = Train(SomeExamples.Year(1));
        Assert.True(one.Json.AsSpan().SequenceEqual(two.Json));
        Assert.Equal(one.Calibration, two.Calibration);
        Assert.False(one.Json.AsSpan().SequenceEqual(Train(SomeExamples.Year(2)).Json));
    }

    // What is known of later orders must not reach the model: other labels there, the same bytes.
    [Fact]
    public void LabelsOfCalibrationDoNotReachTheTrees()
    {
        Examples all = SomeExamples.Year(1);
        Examples other = all.With(item => item.KnownAt >= s_parts.CalibrationFrom ? item with { Label = item.Label.IsDiversion ? OrderLabel.None : item.Label } : item);
        Assert.True(Train(all).Json.AsSpan().SequenceEqual(Train(other).Json));
        Assert.Equal(CalibrationKind.None, Train(other).Calibration.Kind);
    }

    [Fact]
    public void WithTooFewCasesToChooseByTheDefaultIsTaken()
    {
        Examples all = SomeExamples.Year(1);
        int kept = 0;
        Examples few = all.With(item => item.Label.IsDiversion && kept++ > 6 ? item with { Label = OrderLabel.None } : item);
        Assert.Empty(Train(few).Trials);
    }

    [Fact]
    public void WithoutLabelsItSaysSo() => Refused(
        "orders was reviewed by then; nothing can be learnt without dispositions or outcomes", item => item with { Label = OrderLabel.None });

    [Fact]
    public void WithoutADiversionItSaysSo() => Refused(
        "reviewed orders is confirmed as diversion; nothing can be learnt from one kind of label", item => item with { Label = item.Label.IsDiversion ? OrderLabel.None : item.Label });

    [Fact]
    public void WithDiversionAloneItSaysSo() => Refused(
        "reviewed orders are diversion and unreviewed ones are left out; nothing can be learnt from one kind of label",
        item => item with { Label = item.Label.IsDiversion ? item.Label : OrderLabel.None }, s_options with { UnreviewedWeight = 0 });

    [Fact]
    public void WithoutOrdersItSaysSo()
    {
        Examples none = SomeExamples.Of([SomeExamples.Order(0, 1)], _ => [1, 1]);
        Assert.Equal("no order arrived in the days to learn from; nothing can be learnt", Assert.Throws<TrainingException>(() => Train(none)).Message);
    }

    [Fact]
    public void FeaturesThatAreConstantOrMissingTeachNothingAndHarmNothing()
    {
        Examples year = SomeExamples.Year(1);
        var all = SomeExamples.Of(year.Items, _ => [3, double.NaN]);
        TrainedModel trained = Train(all);
        Assert.Single(Trainer.Margins(trained.Model, all, 1).Distinct());
    }

    // More than are scored at once, on several threads.
    [Fact]
    public void MarginsOfManyOrdersAreThoseOfEach()
    {
        Examples year = SomeExamples.Year(1), part = year.Where(item => item.Order % 7 != 3).Where(item => item.Order % 11 != 5);
        var evaluator = new TreeEvaluator(Train(year).Model);
        Assert.True(part.Count > 1024, $"{part.Count} orders");
        Assert.Equal([.. Enumerable.Range(0, part.Count).Select(i => evaluator.Margin(year[part.Items[i].Order]))], Trainer.Margins(evaluator.Model, part, 3));
    }

    [Fact]
    public void StoppedItStops()
    {
        using var stop = new CancellationTokenSource();
        int rounds = 0;
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(SomeExamples.Year(1), s_parts, s_options, 1, (_, _) =>
        {
            if (++rounds == 3) stop.Cancel();
        }, stop.Token));
        Assert.Equal(3, rounds);
    }

    private static TrainedModel Train(Examples all) => Trainer.Train(all, s_parts, s_options, 1, null, TestContext.Current.CancellationToken);

    private static void Refused(string ending, Func<Example, Example> change, TrainingOptions? options = null)
    {
        Examples year = SomeExamples.Year(1);
        Examples all = year.With(change);
        var error = Assert.Throws<TrainingException>(() => Trainer.Train(all, s_parts, options ?? s_options, 1, null, TestContext.Current.CancellationToken));
        Assert.EndsWith(ending, error.Message, StringComparison.Ordinal);
    }
}
