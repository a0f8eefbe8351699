using Screening.Parties;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Whether parties of the order bear the name of a listed party, letter for letter after normalisation.</summary>
public sealed class ListedPartyGroup : FeatureGroup
{
    private readonly ListedNames _names = new();
    private readonly List<ListMatch> _matches = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("listed_parties_exact", "lists", "Parties of the order whose name equals a name or alias on a restricted-party list", "parties", 0, 7, "no list is loaded", "parties restricted_parties", "T21"),
        new("order_parties_without_name", "lists", "Parties of the order whose name is not known, so that no list can be asked", "parties", 0, 7, "never", "orders parties", "T20 T21"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at) => _names.Learn(log, at);

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        _matches.Clear();
        _names.Match(reading.Order, _matches, out int withoutName);
        int parties = 0;
        for (int i = 0; i < _matches.Count; i++)
        {
            if (i == 0 || _matches[i].Party != _matches[i - 1].Party) parties++;
        }

        columns[0] = _names.HasList ? parties : double.NaN;
        columns[1] = withoutName;
    }
}
