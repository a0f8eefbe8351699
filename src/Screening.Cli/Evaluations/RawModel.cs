using System.Collections.Immutable;
using Screening.Features;
using Screening.Learning.Evaluation;
using Screening.Learning.Models;
using Screening.Learning.Training;
using Screening.Learning.XGBoost;
using Screening.Records;

namespace Screening.Cli.Evaluations;

/// <summary>What trees make of an order's own columns, without an engine: the measure of what features are worth.</summary>
internal static class RawModel
{
    private static readonly ImmutableArray<string> s_names = ["value_usd", "h100e", "controlled_lines", "seller", "purchaser", "end_user", "ultimate_consignee", "destination", "status", "month", "weekday"];

    /// <summary>Learns the earlier orders and ranks the judged ones; null where there is nothing to learn.</summary>
    public static Ranker? Of(EventLog log, Examples earlier, Examples judged, int threads, CancellationToken cancellation)
    {
        if (earlier.Diversions == 0 || earlier.Diversions == earlier.Count) return null;
        var parties = new Dictionary<int, double>();
        FeatureMatrix matrix = Matrix(log, earlier, parties);
        using TrainingMatrix training = TrainingMatrix.Of(row => matrix[row], earlier.Count, s_names.Length, threads, earlier.Targets(), names: s_names);
        using var booster = Booster.Train(training, null, new BoosterOptions { Rounds = 150, LearningRate = 0.1, Depth = 6, Threads = threads }, null, cancellation);
        Examples rows = new(judged.Items, s_names, Matrix(log, judged, parties));
        return new Ranker("raw columns", Trainer.Margins(ModelFile.Parse(booster.ToJson()), rows, threads));
    }

    // Parties are numbered as they first order: symbols hang on how the lake was read.
    private static FeatureMatrix Matrix(EventLog log, Examples examples, Dictionary<int, double> parties)
    {
        double Number(int party)
        {
            if (party == Missing.Symbol) return party;
            if (!parties.TryGetValue(party, out double number)) parties[party] = number = parties.Count;
            return number;
        }

        var matrix = new FeatureMatrix(examples.Count, s_names.Length, log.Memory);
        for (int i = 0; i < examples.Count; i++)
        {
            ref readonly OrderVersion order = ref log.Orders[examples.Items[i].Row];
            DateOnly day = Micros.Day(order.KnownAt);
            ReadOnlySpan<double> row =
            [
                examples.Items[i].ValueUsd, examples.Items[i].H100e, order.ControlledLines, Number(order.Seller), Number(order.Purchaser), Number(order.EndUser),
                Number(order.UltimateConsignee), order.DestinationCountry, (double)order.Status, day.Month, (double)day.DayOfWeek,
            ];
            row.CopyTo(matrix[i]);
        }

        return matrix;
    }
}
