using Screening.Features;
using Screening.Learning.Training;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Evaluations;

/// <summary>What a policy's typologies said of orders when they arrived.</summary>
internal sealed class TypologyScores
{
    private readonly double[] _margins;
    private readonly Dictionary<string, double[]> _strengths = new(StringComparer.Ordinal);

    /// <summary>Assesses orders.</summary>
    /// <param name="log">The log.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="examples">The orders; the last feature is the anomaly.</param>
    /// <param name="cancellation">Stops it.</param>
    public TypologyScores(EventLog log, Policy policy, Examples examples, CancellationToken cancellation)
    {
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        var assessor = new Assessor(policy, catalogue, null, LoadedData.Of(log));
        _margins = new double[examples.Count];
        foreach (TypologyPolicy typology in policy.Typologies) _strengths[typology.Id] = new double[examples.Count];
        List<ListHit>[] hits = HitsOnArrival(log, examples);
        for (int i = 0; i < examples.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> row = examples[i][..catalogue.Count];
            Assessment assessment = assessor.Assess(row, row, examples.Items[i].Peer, hits[i], examples.Items[i].KnownAt);
            double bits = examples[i][^1];
            _margins[i] = assessment.Margin + (double.IsNaN(bits) ? 0 : policy.Blend.AnomalyWeight * (Math.Clamp(bits, 1, Math.Max(1, policy.Blend.AnomalyMostBits)) - 1));
            foreach (FoundTypology found in assessment.Found) _strengths[found.Typology.Id][i] = found.LogOdds;
        }
    }

    /// <summary>The blend's margins, as the nightly list ranks without a model.</summary>
    public IReadOnlyList<double> Blend => _margins;

    /// <summary>What each typology alone added, by its id.</summary>
    public IEnumerable<(string Id, IReadOnlyList<double> LogOdds)> Each => _strengths.Where(t => t.Value.Any(value => value > 0)).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, (IReadOnlyList<double>)t.Value));

    // Names that stood on a list when the order arrived, not those that came later.
    private static List<ListHit>[] HitsOnArrival(EventLog log, Examples examples)
    {
        Dictionary<int, int> index = Enumerable.Range(0, examples.Count).ToDictionary(i => examples.Items[i].Row);
        var hits = new List<ListHit>[examples.Count];
        var names = new ListedNames();
        foreach (int position in log.Events.Each())
        {
            Event at = log.Events[position];
            if (at.Kind == EventKind.Order && index.TryGetValue(at.Row, out int i))
            {
                var matches = new List<ListMatch>();
                names.Match(log, log.Orders[at.Row], matches);
                hits[i] = [.. matches.Select(m => new ListHit(m.Role.ToString(), log.Symbols.Parties.Text(m.Party)!, "", "", "") { Score = m.Score, IsHold = m.IsHold })];
            }

            names.Learn(log, at);
        }

        return hits;
    }
}
