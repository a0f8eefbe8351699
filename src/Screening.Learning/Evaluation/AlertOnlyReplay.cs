using System.Collections.Immutable;
using Screening.Learning.Models;
using Screening.Learning.Training;
using Screening.Learning.XGBoost;
using Screening.Risk.Trees;

namespace Screening.Learning.Evaluation;

/// <summary>
/// Learning as it goes in a firm, day after day: the orders of the day are ranked by subject, the first subjects are looked at, what they were is known after the
/// label delay, and every week a model learns what is known by then. A subject that was found out is stopped: it takes no place, and what it orders later counts as caught.
/// </summary>
public sealed class AlertOnlyReplay
{
    private readonly ReplayOrders _all;
    private readonly LabelArm _arm;
    private readonly AlertOnlyOptions _options;
    private readonly int _columns;

    // What the rates were when each order arrived; the other features are those of all runs.
    private readonly double[] _rated;
    private readonly DateOnly?[] _labelKnown;
    private readonly double[] _chance;
    private readonly bool[] _isStopped;
    private readonly KeyRates _rates;
    private readonly SortedDictionary<DateOnly, List<int>> _coming = [];
    private readonly HashSet<int> _stopped = [];
    private TreeEvaluator? _model;
    private int _trainings;

    // The number of the week in which the next training falls.
    private int _nextWeek;

    private AlertOnlyReplay(ReplayOrders all, LabelArm arm, AlertOnlyOptions options)
    {
        (_all, _arm, _options) = (all, arm, options);
        int orders = all.Orders.Count, keys = arm.Rates == RateDenominator.None || orders == 0 ? 0 : all.Keys[0].Length;
        _columns = all.Names.Length + keys;
        _rated = new double[orders * keys];
        (_labelKnown, _chance, _isStopped) = (new DateOnly?[orders], new double[orders], new bool[orders]);
        _rates = new KeyRates(arm.Rates);
    }

    /// <summary>Runs one arm.</summary>
    /// <param name="all">The orders.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">The orders are not in the order of their days, or as many places are drawn as there are.</exception>
    public static AlertOnlyRun Run(ReplayOrders all, LabelArm arm, AlertOnlyOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Capacity < 1 || options.Exploration < 0 || options.Exploration >= options.Capacity)
            throw new ArgumentException($"{options.Exploration} of {options.Capacity} places are drawn; accepted: from 0 to fewer than all", nameof(options));
        for (int i = 1; i < all.Orders.Count; i++)
            if (all.Orders[i].Day < all.Orders[i - 1].Day) throw new ArgumentException($"order {i} arrived before order {i - 1}", nameof(all));
        return new AlertOnlyReplay(all, arm, options).Run(cancellation);
    }

    /// <summary>What a run takes on the heap and in libxgboost's memory, in bytes, by estimate.</summary>
    /// <param name="orders">Orders that are replayed.</param>
    /// <param name="features">Features of an order.</param>
    /// <param name="keys">Keys of an order.</param>
    /// <param name="options">How.</param>
    public static long BytesOf(int orders, int features, int keys, AlertOnlyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Trainer.BytesOf(orders, orders, features + keys, Trees(options));
    }

    private AlertOnlyRun Run(CancellationToken cancellation)
    {
        var days = new List<DayCatch>();
        for (int first = 0; first < _all.Orders.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            DateOnly day = _all.Orders[first].Day;
            int end = first;
            while (end < _all.Orders.Count && _all.Orders[end].Day == day) end++;
            Learn(day);
            if ((day.DayNumber - _all.Orders[0].Day.DayNumber) / _options.RetrainDays >= _nextWeek) Train(day, cancellation);
            days.Add(Day(day, first, end));
            first = end;
        }

        DateOnly last = _all.Orders.Count == 0 ? default : _all.Orders[^1].Day;
        List<int> labelled = [.. Enumerable.Range(0, _all.Orders.Count).Where(i => _labelKnown[i] <= last)];
        return new AlertOnlyRun(_arm, days, _trainings, labelled.Count, labelled.Count(i => _all.Orders[i].IsDiversion), _chance);
    }

    // What became known by the morning of a day.
    private void Learn(DateOnly day)
    {
        while (_coming.Count > 0 && _coming.First() is var next && next.Key <= day)
        {
            foreach (int i in next.Value)
            {
                _rates.Labelled(_all.Keys[i], _all.Orders[i].IsDiversion);
                if (_all.Orders[i].IsDiversion && _chance[i] > 0) _stopped.Add(_all.Orders[i].Subject);
            }

            _coming.Remove(next.Key);
        }
    }

    private DayCatch Day(DateOnly day, int first, int end)
    {
        if (_columns > _all.Names.Length)
            for (int i = first; i < end; i++) _rates.Read(_all.Keys[i], Rated(i));
        for (int i = first; i < end; i++) _isStopped[i] = _stopped.Contains(_all.Orders[i].Subject);
        Dictionary<int, double> listed = List(day, first, end);
        for (int i = first; i < end; i++)
        {
            _rates.Arrived(_all.Keys[i]);
            _chance[i] = listed.GetValueOrDefault(_all.Orders[i].Subject);
            if (_arm.Labels == LabelSource.All || _chance[i] > 0) Label(i, day.AddDays(_options.DelayDays));
        }

        List<int> diverted = [.. Enumerable.Range(first, end - first).Where(i => _all.Orders[i].IsDiversion)], caught = [.. diverted.Where(i => _chance[i] > 0 || _isStopped[i])];
        return new DayCatch(
            day, listed.Count, diverted.Where(i => _chance[i] > 0).Select(i => _all.Orders[i].Subject).Distinct().Count(), diverted.Count, caught.Count,
            diverted.Sum(i => _all.Orders[i].ValueUsd), caught.Sum(i => _all.Orders[i].ValueUsd), diverted.Sum(i => _all.Orders[i].H100e), caught.Sum(i => _all.Orders[i].H100e));
    }

    private void Label(int order, DateOnly known)
    {
        _labelKnown[order] = known;
        if (!_coming.TryGetValue(known, out List<int>? orders)) _coming[known] = orders = [];
        orders.Add(order);
    }

    // The subjects that are looked at, with the chance that each had.
    private Dictionary<int, double> List(DateOnly day, int first, int end)
    {
        double[] scores = Scores(first, end);
        List<int> subjects =
        [
            .. Enumerable.Range(first, end - first).Where(i => !_isStopped[i]).GroupBy(i => _all.Orders[i].Subject)
                .Select(group => (Subject: group.Key, Score: group.Max(i => scores[i - first]), Draw: Draw("tie", group.First())))
                .OrderByDescending(s => s.Score).ThenBy(s => s.Draw).Select(s => s.Subject),
        ];
        int drawn = _arm.Explores && subjects.Count > _options.Capacity ? _options.Exploration : 0;
        var listed = subjects.Take(_options.Capacity - drawn).ToDictionary(subject => subject, _ => 1.0);
        List<int> below = subjects[listed.Count..];
        Dictionary<int, int> ones = Enumerable.Range(first, end - first).GroupBy(i => _all.Orders[i].Subject).ToDictionary(group => group.Key, group => group.First());
        foreach (int subject in below.OrderBy(subject => Draw("shown", ones[subject])).Take(drawn)) listed[subject] = (double)drawn / below.Count;
        return listed;
    }

    private double Draw(string what, int order) => Chance.Of(FormattableString.Invariant($"{what}/{order}"), _options.Seed);

    private double[] Scores(int first, int end)
    {
        if (_model is null) return [.. Enumerable.Range(first, end - first).Select(i => _all.Fixed[i])];
        double[] rows = new double[(end - first) * _columns], margins = new double[end - first];
        for (int i = first; i < end; i++) Fill(i, rows.AsSpan((i - first) * _columns, _columns));
        _model.Margins(rows, margins, _options.Threads);
        return margins;
    }

    private Span<double> Rated(int order) => _rated.AsSpan(order * (_columns - _all.Names.Length), _columns - _all.Names.Length);

    private void Fill(int order, Span<double> row)
    {
        _all.Matrix[order].CopyTo(row);
        Rated(order).CopyTo(row[_all.Names.Length..]);
    }

    // Orders that are too young to have a label teach nothing, whichever the arm.
    private void Train(DateOnly day, CancellationToken cancellation)
    {
        _nextWeek = ((day.DayNumber - _all.Orders[0].Day.DayNumber) / _options.RetrainDays) + 1;
        if (_arm.Labels == LabelSource.None) return;
        List<int> rows = [.. Enumerable.Range(0, _all.Orders.Count).TakeWhile(i => _all.Orders[i].Day.AddDays(_options.DelayDays) <= day).Where(i => Weight(i, day) > 0)];
        float[] targets = [.. rows.Select(i => IsKnown(i, day) && _all.Orders[i].IsDiversion ? 1f : 0f)];
        int diversions = targets.Count(target => target > 0);
        if (diversions < _options.LeastDiversions || diversions == rows.Count) return;
        ImmutableArray<string> names = [.. _all.Names, .. Enumerable.Range(0, _columns - _all.Names.Length).Select(i => FormattableString.Invariant($"rate_{i}"))];
        double[] row = new double[_columns];
        ReadOnlySpan<double> Row(int i)
        {
            Fill(rows[i], row);
            return row;
        }

        using TrainingMatrix training = TrainingMatrix.Of(Row, rows.Count, _columns, _options.Threads, targets, (float[])[.. rows.Select(i => (float)Weight(i, day))], names);
        BoosterOptions options = Trees(_options) with { Monotone = _all.Monotone.Length == 0 ? [] : [.. _all.Monotone, .. Enumerable.Repeat(1, _columns - _all.Names.Length)] };
        using var booster = Booster.Train(training, null, options, null, cancellation);
        _model = new TreeEvaluator(ModelFile.Parse(booster.ToJson()));
        _trainings++;
    }

    private static BoosterOptions Trees(AlertOnlyOptions options) => new()
    {
        Rounds = options.Rounds,
        LearningRate = 0.1,
        Depth = 4,
        Lambda = 5,
        RowShare = 0.8,
        FeatureShare = 0.5,
        // Some thousands of orders and dozens of trainings: fine cuts cost more than they show.
        Bins = 64,
        Seed = options.Seed,
        Threads = options.Threads,
    };

    private bool IsKnown(int order, DateOnly day) => _labelKnown[order] <= day;

    // Nobody looks at the orders of who was stopped: they are no evidence of either.
    private double Weight(int order, DateOnly day) => (IsKnown(order, day), _arm.WeighsByChance) switch
    {
        (true, true) => 1 / _chance[order],
        (true, false) => 1,
        (false, true) => 0,
        _ => _isStopped[order] ? 0 : 1,
    };
}
