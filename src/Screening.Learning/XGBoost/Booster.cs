using System.Globalization;
using System.Runtime.InteropServices;

namespace Screening.Learning.XGBoost;

/// <summary>A model of libxgboost: trained, saved, and predicting as the evaluator's measure. One thread at a time. Dispose it.</summary>
public sealed class Booster : IDisposable
{
    private const int Margins = 1, ContributionsOfFeatures = 2;

    private readonly BoosterHandle _handle;

    private Booster(BoosterHandle handle) => _handle = handle;

    /// <summary>The number of trees.</summary>
    public int Trees
    {
        get
        {
            XGBoostNative.Check(XGBoostNative.BoosterRounds(_handle, out int rounds));
            return rounds;
        }
    }

    internal BoosterHandle Handle => _handle;

    /// <summary>
    /// Trains. With a validation part and <see cref="BoosterOptions.Patience"/> the model has the trees up to the best round only. Cancelled between rounds, so
    /// after a fraction of a second; nothing is left then.
    /// </summary>
    /// <param name="training">Rows with labels.</param>
    /// <param name="validation">Later rows with labels, or null.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after every round, on the calling thread; null where no one listens.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">An option is outside of its range, or the parts have different features.</exception>
    /// <exception cref="XGBoostException">libxgboost refuses.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Booster Train(TrainingMatrix training, TrainingMatrix? validation, BoosterOptions options, Action<BoosterProgress>? progress, CancellationToken cancellation)
    {
        if (validation is not null && validation.Features != training.Features)
            throw new ArgumentException($"The validation part has {validation.Features} features, the training part {training.Features}.", nameof(validation));
        if (validation is null && options.Patience is not null) throw new ArgumentException("Stopping early needs a validation part.", nameof(validation));
        Booster booster = Create(options.Parameters(training.Features), training, validation);
        try
        {
            if (training.Names is { } names) XGBoostNative.Check(XGBoostNative.BoosterSetNames(booster._handle, "feature_name", [.. names], (ulong)names.Count));
            int best = booster.Boost(training, validation, options, progress, cancellation);
            return best < booster.Trees ? booster.First(best) : booster;
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model that <see cref="ToJson"/> saved, or any other that libxgboost 1.7 reads.</summary>
    /// <exception cref="XGBoostException">It is damaged.</exception>
    public static unsafe Booster Load(ReadOnlySpan<byte> model, int threads)
    {
        Booster booster = Create([("verbosity", "0"), ("nthread", threads.ToString(CultureInfo.InvariantCulture))], null, null);
        try
        {
            fixed (byte* bytes = model) XGBoostNative.Check(XGBoostNative.BoosterLoad(booster._handle, bytes, (ulong)model.Length));
            return booster;
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    /// <summary>The model as JSON, the file that <see cref="Models.ModelFile"/> and other tools read.</summary>
    public unsafe byte[] ToJson()
    {
        XGBoostNative.Check(XGBoostNative.BoosterSave(_handle, """{"format":"json"}""", out ulong length, out byte* bytes));
        return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
    }

    /// <summary>The margins of rows.</summary>
    public float[] Margin(TrainingMatrix rows) => Predict(rows, Margins);

    /// <summary>The Shapley values of rows: rows x (features + 1), the last column is the expected margin.</summary>
    public float[] Contributions(TrainingMatrix rows) => Predict(rows, ContributionsOfFeatures);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static unsafe Booster Create(IReadOnlyList<(string Name, string Value)> parameters, TrainingMatrix? training, TrainingMatrix? validation)
    {
        nint* matrices = stackalloc nint[2];
        int count = 0;
        foreach (TrainingMatrix matrix in new[] { training, validation }.OfType<TrainingMatrix>()) matrices[count++] = matrix.Handle.DangerousGetHandle();
        XGBoostNative.Check(XGBoostNative.BoosterCreate(matrices, (ulong)count, out nint native));
        var booster = new Booster(new BoosterHandle(native));
        GC.KeepAlive(training);
        GC.KeepAlive(validation);
        try
        {
            foreach ((string name, string value) in parameters) XGBoostNative.Check(XGBoostNative.BoosterSet(booster._handle, name, value));
            return booster;
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    private int Boost(TrainingMatrix training, TrainingMatrix? validation, BoosterOptions options, Action<BoosterProgress>? progress, CancellationToken cancellation)
    {
        int bestRound = 0;
        double best = 0;
        bool watched = progress is not null || options.Patience is not null;
        for (int round = 0; round < options.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            XGBoostNative.Check(XGBoostNative.BoosterUpdate(_handle, round, training.Handle));
            if (!watched) continue;
            (double onTraining, double? onValidation) = Evaluate(round, training, validation);
            double now = onValidation ?? onTraining;
            if (validation is null || bestRound == 0 || (options.HigherIsBetter ? now > best : now < best)) (bestRound, best) = (round + 1, now);
            progress?.Invoke(new BoosterProgress(round + 1, options.Rounds, options.Metric, onTraining, onValidation, bestRound));
            if (options.Patience is { } patience && round + 1 - bestRound >= patience) break;
        }

        return options.Patience is null ? options.Rounds : bestRound;
    }

    // libxgboost answers with a text: "[3]\ttraining-aucpr:0.71\tvalidation-aucpr:0.69".
    private unsafe (double Training, double? Validation) Evaluate(int round, TrainingMatrix training, TrainingMatrix? validation)
    {
        nint* matrices = stackalloc nint[] { training.Handle.DangerousGetHandle(), validation?.Handle.DangerousGetHandle() ?? 0 };
        nint text;
        fixed (byte* onTraining = "training\0"u8)
        fixed (byte* onValidation = "validation\0"u8)
        {
            nint* names = stackalloc nint[] { (nint)onTraining, (nint)onValidation };
            XGBoostNative.Check(XGBoostNative.BoosterEvaluate(_handle, round, matrices, names, validation is null ? 1u : 2u, out text));
        }

        GC.KeepAlive(training);
        GC.KeepAlive(validation);
        double[] values = [.. Marshal.PtrToStringUTF8(text)!.Split('\t').Skip(1).Select(part => double.Parse(part.AsSpan(part.LastIndexOf(':') + 1), CultureInfo.InvariantCulture))];
        return (values[0], validation is null ? null : values[1]);
    }

    private Booster First(int rounds)
    {
        // Names stay with the slice: libxgboost copies them.
        XGBoostNative.Check(XGBoostNative.BoosterSlice(_handle, 0, rounds, 1, out nint slice));
        Dispose();
        return new Booster(new BoosterHandle(slice));
    }

    private unsafe float[] Predict(TrainingMatrix rows, int kind)
    {
        string config = FormattableString.Invariant($$"""{"type":{{kind}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""");
        XGBoostNative.Check(XGBoostNative.BoosterPredict(_handle, rows.Handle, config, out ulong* shape, out ulong dimensions, out float* values));
        ulong length = 1;
        for (ulong i = 0; i < dimensions; i++) length *= shape[i];
        return new ReadOnlySpan<float>(values, checked((int)length)).ToArray();
    }
}
