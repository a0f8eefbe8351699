using Screening.Records;

namespace Screening.Typologies;

/// <summary>
/// Which datasets hold anything at all. Where one holds nothing, that a party has no row in it is no sign of the party.
/// </summary>
/// <param name="BalanceSheets">Whether any balance sheet is known.</param>
/// <param name="Capacity">Whether any statement of capacity is known.</param>
public readonly record struct LoadedData(bool BalanceSheets, bool Capacity)
{
    /// <summary>Whether any order tells where its goods are packaged, assembled or put to use.</summary>
    public bool Locations { get; init; }

    /// <summary>Whether any end-user statement or call-back is known.</summary>
    public bool Certificates { get; init; }

    /// <summary>Whether any tenancy is known.</summary>
    public bool Tenancies { get; init; }

    /// <summary>Whether any count of what is installed or in stock is known.</summary>
    public bool Installations { get; init; }

    /// <summary>Whether any report of a device is known.</summary>
    public bool DeviceReports { get; init; }

    /// <summary>Whether any order names the number of a licence.</summary>
    public bool Licences { get; init; }

    /// <summary>Every dataset holds something.</summary>
    public static LoadedData All => new(true, true) { Locations = true, Certificates = true, Tenancies = true, Installations = true, DeviceReports = true, Licences = true };

    /// <summary>What a log holds.</summary>
    public static LoadedData Of(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        bool Holds(EventKind kind) => log.Standing(kind) > 0;
        return new LoadedData(Holds(EventKind.BalanceSheet), Holds(EventKind.Capacity))
        {
            Locations = log.TellsLocations,
            Certificates = Holds(EventKind.Certificate),
            Tenancies = Holds(EventKind.Tenancy),
            Installations = Holds(EventKind.Installation),
            DeviceReports = Holds(EventKind.DeviceReport),
            Licences = log.NamesLicences,
        };
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
