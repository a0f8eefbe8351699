using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features;

/// <content>What a party's sites can house and what stands there.</content>
public sealed partial class PartyLedger
{
    private const long UsualPueThousandths = 1300;
    private readonly List<Count> _counts = [];
    private SiteFigures _sites = SiteFigures.None;

    private delegate long Figure(in CapacityStatement statement);

    /// <summary>
    /// The power of all sites, each by its best grade of evidence and the latest of that grade, in W; statements that tell no power
    /// say nothing of it. <see cref="Missing.Amount"/> when none is told.
    /// </summary>
    /// <param name="onlyIndependent">Whether only evidence that does not come from the customer counts.</param>
    public long SitePowerWatts(bool onlyIndependent) => onlyIndependent ? _sites.IndependentWatts : _sites.Watts;

    /// <summary>
    /// The power that the machines of all sites can take, in W: that of <see cref="SitePowerWatts"/>, each site's over the power usage
    /// effectiveness told with it, 1.3 where none is, rounded down.
    /// </summary>
    public long MachinePowerWatts() => _sites.MachineWatts;

    /// <summary>Racks of all sites, each by its best grade of evidence that tells them and the latest of that grade; <see cref="Missing.Amount"/> when none is told.</summary>
    public long Racks() => _sites.Racks;

    /// <summary>How many sites there are by any statement.</summary>
    public int Sites() => _sites.Number;

    /// <summary>The best grade of evidence for the power of any site.</summary>
    public EvidenceGrade BestGrade() => _sites.BestGrade;

    /// <summary>Share of the sites outside a country, of those whose country is told, each by its latest evidence that tells it; NaN when there is none.</summary>
    public double ShareOfSitesOutside(int country)
    {
        int sites = 0, outside = 0;
        for (int from = 0, end; from < _capacity.Count; from = end)
        {
            end = EndOfSite(from);
            int latest = end - 1;
            while (latest >= from && _capacity[latest].SiteCountry == Missing.Symbol) latest--;
            if (latest < from) continue;
            sites++;
            if (_capacity[latest].SiteCountry != country) outside++;
        }

        return sites == 0 ? double.NaN : (double)outside / sites;
    }

    /// <summary>Takes in a count, in place of an earlier telling of the same product, site and day.</summary>
    /// <param name="count">The count.</param>
    /// <param name="isHere">Whether it is of this party; <c>false</c> when only its earlier telling was.</param>
    public void Learn(in Installation count, bool isHere)
    {
        var told = new Count(count.Site, count.Product, count.CountedAt, count.AcceleratorWattsInstalled);
        int low = 0, place = _counts.Count;
        while (low < place)
        {
            int middle = low + ((place - low) / 2);
            if (_counts[middle].IsBefore(told)) low = middle + 1;
            else place = middle;
        }

        if (place < _counts.Count && _counts[place].IsSame(told)) _counts.RemoveAt(place);
        if (isHere && !count.IsGone) Sparing(_counts).Insert(place, told);
    }

    /// <summary>Power of the accelerators that stand there by the latest count of each product at each site in (<paramref name="after"/>, <paramref name="asOf"/>], in W; <see cref="Missing.Amount"/> when none tells it.</summary>
    /// <param name="after">A count of this moment or before is too old.</param>
    /// <param name="asOf">The moment of the look.</param>
    /// <param name="latest">Day of the latest count that tells it.</param>
    public long InstalledWatts(long after, long asOf, out long latest)
    {
        long watts = Missing.Amount;
        latest = Missing.Moment;
        for (int i = 0; i < _counts.Count; i++)
        {
            Count count = _counts[i];
            if (count.At <= after || count.At > asOf || count.Watts == Missing.Amount) continue;
            bool isLatest = true;
            for (int later = i + 1; isLatest && later < _counts.Count && _counts[later].IsOfSame(count); later++)
                isLatest = _counts[later].At > asOf || _counts[later].Watts == Missing.Amount;
            if (!isLatest) continue;
            watts = Quantity.SumAtMost(watts == Missing.Amount ? 0 : watts, count.Watts);
            latest = Math.Max(latest, count.At);
        }

        return watts;
    }

    private static long Pue(in CapacityStatement statement) => statement.PueThousandths == Missing.Amount ? UsualPueThousandths : statement.PueThousandths;

    // Statements are few and told seldom, looks are many: what they amount to is worked out when one is told.
    private SiteFigures FiguresOfSites() => new(
        SumOfSites(static (in CapacityStatement s) => s.PowerWatts, onlyIndependent: false),
        SumOfSites(static (in CapacityStatement s) => s.PowerWatts, onlyIndependent: true),
        SumOfSites(static (in CapacityStatement s) => s.PowerWatts == Missing.Amount ? Missing.Amount : (long)((Int128)s.PowerWatts * 1000 / Pue(s)), onlyIndependent: false),
        SumOfSites(static (in CapacityStatement s) => s.Racks, onlyIndependent: false),
        _capacity.Select(s => s.Site).Distinct().Count(),
        _capacity.Where(s => s.PowerWatts != Missing.Amount).Select(s => s.Grade).DefaultIfEmpty(EvidenceGrade.None).Max());

    private long SumOfSites(Figure figure, bool onlyIndependent)
    {
        long sum = Missing.Amount;
        ReadOnlySpan<CapacityStatement> statements = CollectionsMarshal.AsSpan(_capacity);
        for (int from = 0, end; from < _capacity.Count; from = end)
        {
            end = EndOfSite(from);
            int best = -1;
            for (int i = from; i < end; i++)
            {
                if (figure(statements[i]) != Missing.Amount && (best < 0 || statements[i].Grade >= statements[best].Grade)) best = i;
            }

            // Independent evidence that tells it is better than all that is not.
            if (best < 0 || (onlyIndependent && !statements[best].IsIndependent)) continue;
            sum = Quantity.SumAtMost(sum == Missing.Amount ? 0 : sum, figure(statements[best]));
        }

        return sum;
    }

    private sealed record SiteFigures(long Watts, long IndependentWatts, long MachineWatts, long Racks, int Number, EvidenceGrade BestGrade)
    {
        public static SiteFigures None { get; } = new(Missing.Amount, Missing.Amount, Missing.Amount, Missing.Amount, 0, EvidenceGrade.None);
    }

    private int EndOfSite(int place)
    {
        int site = _capacity[place].Site;
        do place++;
        while (place < _capacity.Count && _capacity[place].Site == site);
        return place;
    }

    // By site and product, then by day: the numbers only bring those of one product at one site together.
    private readonly record struct Count(int Site, int Product, long At, long Watts)
    {
        public bool IsOfSame(Count other) => Site == other.Site && Product == other.Product;

        public bool IsSame(Count other) => IsOfSame(other) && At == other.At;

        public bool IsBefore(Count other) => (Site, Product, At).CompareTo((other.Site, other.Product, other.At)) < 0;
    }
}
