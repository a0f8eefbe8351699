using Screening.Records;

namespace Screening.Typologies;

/// <summary>
/// Which datasets hold anything at all. Where one holds nothing, that a party has no row in it is no sign of the party, and what rests on it is not assessed.
/// </summary>
public sealed class LoadedData
{
    private readonly IReadOnlySet<string> _empty;

    private LoadedData(IReadOnlySet<string> empty) => _empty = empty;

    /// <summary>What may be loaded, as it stands in "no balance sheet is loaded".</summary>
    public static IReadOnlyList<string> Nouns { get; } =
    [
        "party", "party event", "restricted-party list", "balance sheet", "capacity", "product", "bill of materials", "shipment", "end-user statement or call-back", "tenant", "installation",
        "device report", "hold", "decision", "audit or bond", "tip", "control event", "place of packaging, assembly or use", "licence number",
    ];

    /// <summary>Everything is loaded.</summary>
    public static LoadedData All { get; } = new(new HashSet<string>());

    /// <summary>Whether any order names the number of a licence.</summary>
    public bool Licences => Holds("licence number");

    /// <summary>What a log holds.</summary>
    public static LoadedData Of(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        HashSet<string> empty = new(StringComparer.Ordinal);
        void Note(string word, params ReadOnlySpan<EventKind> kinds)
        {
            foreach (EventKind kind in kinds)
                if (log.Standing(kind) > 0) return;
            empty.Add(word);
        }

        Note("party", EventKind.Party);
        Note("party event", EventKind.PartyEvent);
        Note("restricted-party list", EventKind.RestrictedParty);
        Note("balance sheet", EventKind.BalanceSheet);
        Note("capacity", EventKind.Capacity);
        Note("product", EventKind.Product);
        Note("bill of materials", EventKind.Part);
        Note("shipment", EventKind.ShipmentLeg);
        Note("end-user statement or call-back", EventKind.Certificate);
        Note("tenant", EventKind.Tenancy);
        Note("installation", EventKind.Installation);
        Note("device report", EventKind.DeviceReport);
        Note("hold", EventKind.HoldAction);
        Note("decision", EventKind.Disposition, EventKind.OutcomeReport);
        Note("audit or bond", EventKind.AuditOrBond);
        Note("tip", EventKind.Tip);
        Note("control event", EventKind.ControlEvent);
        if (!log.TellsLocations) empty.Add("place of packaging, assembly or use");
        if (!log.NamesLicences) empty.Add("licence number");
        return new LoadedData(empty);
    }

    /// <summary>The same without something.</summary>
    /// <param name="word">One of <see cref="Nouns"/>.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public LoadedData Without(string word) => Nouns.Contains(word)
        ? new(new HashSet<string>(_empty, StringComparer.Ordinal) { word })
        : throw new ArgumentException($"'{word}' is nothing that is loaded; known: {string.Join(", ", Nouns)}", nameof(word));

    /// <summary>Whether any of what is named is loaded.</summary>
    /// <param name="need">Of <see cref="Nouns"/>; alternatives joined by " or ".</param>
    public bool Holds(string need)
    {
        ArgumentNullException.ThrowIfNull(need);
        if (_empty.Count == 0) return true;
        if (_empty.Contains(need)) return false;
        return Nouns.Contains(need) || need.Split(" or ").Any(word => !_empty.Contains(word));
    }
}

/// <summary>What a typology looks at: an order's features, which names stand on lists, and the law of the look's day.</summary>
public readonly ref struct Case
{
    /// <summary>Makes a case.</summary>
    public Case(ReadOnlySpan<double> row, IReadOnlyList<ListHit> listHits, LoadedData loaded, LawOfDay law)
    {
        Law = law;
        Row = row;
        ListHits = listHits;
        Loaded = loaded;
    }

    /// <summary>The features, one per column of the catalogue.</summary>
    public ReadOnlySpan<double> Row { get; }

    /// <summary>Which datasets hold anything at all.</summary>
    public LoadedData Loaded { get; }

    /// <summary>What the policy says of the law on the day of the look.</summary>
    public LawOfDay Law { get; }

    /// <summary>The parties whose names are like listed ones, or cannot be compared.</summary>
    public IReadOnlyList<ListHit> ListHits { get; }
}
