using Screening.Learning.Training;

namespace Screening.Cli.Evaluations;

/// <summary>What was diversion: by the truth that a simulator wrote beside its lake, or by the labels that are known now.</summary>
internal sealed class KnownTruth
{
    private readonly Dictionary<int, string[]> _kinds = [];
    private readonly OrderLabels? _labels;

    private KnownTruth(OrderLabels? labels) => _labels = labels;

    /// <summary>Whether it is a simulator's.</summary>
    public bool IsFull => _labels is null;

    /// <summary>In words.</summary>
    public string Said => IsFull ? "the simulator's truth" : "dispositions and outcomes known by now; what nobody reviewed counts as no diversion";

    /// <summary>Reads the truth.</summary>
    /// <param name="loaded">The lake.</param>
    /// <param name="fromLabels">Take labels even where a simulator wrote the truth.</param>
    public static KnownTruth Of(Nightly.LoadedLog loaded, bool fromLabels)
    {
        string file = Path.Combine(loaded.Folder, "_truth", "diversions.csv");
        if (fromLabels || !File.Exists(file)) return new KnownTruth(OrderLabels.Of(loaded.Log, loaded.Log.LastKnownAt));
        var truth = new KnownTruth(null);
        string[] head = [];
        foreach (string line in File.ReadLines(file))
        {
            string[] cells = line.Split(',');
            if (head.Length == 0)
            {
                head = cells;
                continue;
            }

            string Cell(string name) => Array.IndexOf(head, name) is >= 0 and int at && at < cells.Length ? cells[at] : throw new UsageException($"{file} has no column {name} in '{line}'");
            string[] kinds = [Cell("scheme"), .. Cell("typology_ids").Split(';', StringSplitOptions.RemoveEmptyEntries)];
            foreach (string order in Cell("order_ids").Split(';', StringSplitOptions.RemoveEmptyEntries))
                if (loaded.Log.Symbols.Orders.Find(order) is >= 0 and int symbol) truth._kinds[symbol] = kinds;
        }

        return truth;
    }

    /// <summary>The truth as labels, where the options ask for it; else null.</summary>
    /// <exception cref="UsageException">They ask for it, and no truth stands beside the lake.</exception>
    public static OrderLabels? ToLearn(Nightly.LoadedLog loaded, TrainingOptions options)
    {
        if (!options.FromTruth) return null;
        KnownTruth truth = Of(loaded, fromLabels: false);
        if (!truth.IsFull) throw new UsageException($"from_truth is set, and {loaded.Folder} has no _truth: only a simulated world tells what it hides");
        return OrderLabels.OfTruth(loaded.Log, truth.IsDiversion);
    }

    /// <summary>Whether an order was diversion.</summary>
    public bool IsDiversion(int order) => _labels?[order].IsDiversion ?? _kinds.ContainsKey(order);

    /// <summary>Scheme and typologies of an order, where a simulator tells them.</summary>
    public IReadOnlyList<string> Kinds(int order) => _kinds.GetValueOrDefault(order, []);
}
