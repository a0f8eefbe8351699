using Screening.Parties;
using Screening.Records;
using static System.FormattableString;

namespace Screening.Features.Groups;

/// <summary>Whether parties of the order bear the name of a listed party, letter for letter after normalisation or word by word.</summary>
public sealed class ListedPartyGroup : FeatureGroup
{
    private const string NoList = "no list is loaded";
    private readonly ListedNames _names = new();
    private readonly List<ListMatch> _matches = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("listed_parties_exact", "lists", "Parties of the order whose name equals a name or alias on a restricted-party list after normalisation; an alias that the list itself calls weak does not count", "parties", 0, 7, NoList, "parties restricted_parties", "T21"),
        new("listed_parties_strong", "lists", Invariant($"Parties of the order that bear a listed name: equal after normalisation, or with a score of {NamePairs.Thresholds.Hold:0.00} or more (listed_name_score)"), "parties", 0, 7, NoList, "parties restricted_parties", "T21"),
        new("listed_name_score", "lists", Invariant($"Highest score of a name of the order's parties against the names, aliases and weak aliases on restricted-party lists, compared word by word (docs/names.md) with every word that no table knows of one weight, and supported or contradicted by the party's country; at least {NamePairs.Thresholds.Hold:0.00} for a name that equals; 0 when none reaches {NamePairs.Thresholds.Review:0.00} by the name alone"), "1", 0, 1, NoList, "parties restricted_parties", "T21 E22"),
        new("order_parties_without_name", "lists", "Parties of the order whose name is not known, so that no list can be asked", "parties", 0, 7, "never", "orders parties", "T20 T21"),
        new("order_parties_not_comparable", "lists", "Parties of the order whose name is known and cannot be compared as it stands: it holds no letter or digit, is too long, or is of a script that cannot be put into Latin letters here", "parties", 0, 7, "never", "orders parties", "T21"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at) => _names.Learn(log, at);

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (step == 0 && at.Kind == EventKind.Order) _names.Ask(log.Orders[at.Row]);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        _matches.Clear();
        (int withoutName, int notComparable) = _names.Match(log, reading.Order, _matches);
        (int exact, int strong, double score) = (0, 0, 0);
        for (int i = 0; i < _matches.Count;)
        {
            (bool isExact, bool isStrong, int party) = (false, false, _matches[i].Party);
            for (; i < _matches.Count && _matches[i].Party == party; i++)
            {
                isExact |= _matches[i].IsExact;
                isStrong |= _matches[i].IsHold;
                score = Math.Max(score, _matches[i].Score);
            }

            exact += isExact ? 1 : 0;
            strong += isStrong ? 1 : 0;
        }

        if (_names.HasList) (columns[0], columns[1], columns[2]) = (exact, strong, score);
        (columns[3], columns[4]) = (withoutName, notComparable);
    }
}
