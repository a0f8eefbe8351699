using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What the reports of a device come to.</summary>
/// <param name="Party">Whom it is with, or <see cref="Missing.Symbol"/>.</param>
/// <param name="SeenOn">UTC day of its latest report.</param>
/// <param name="IsSilent">Whether by its latest report it was looked for and silent.</param>
/// <param name="IsPlaced">Whether the country where it was seen and its order's destination are known.</param>
/// <param name="IsElsewhere">Whether those are two.</param>
/// <param name="IsAtTwoSites">Whether it was reported at two sites within days.</param>
/// <param name="IsInspected">Whether an inspection saw it installed.</param>
/// <param name="IsDarkAfterInspection">Whether it was silent soon after one that did.</param>
internal readonly record struct DeviceState(
    int Party, int SeenOn, bool IsSilent, bool IsPlaced, bool IsElsewhere, bool IsAtTwoSites, bool IsInspected, bool IsDarkAfterInspection)
{
    /// <summary>Of a device that no report speaks of.</summary>
    public static DeviceState Unknown => new(Missing.Symbol, 0, false, false, false, false, false, false);
}

/// <summary>Devices, counted.</summary>
internal readonly record struct DeviceCounts(int Devices, int Placed, int Elsewhere, int AtTwoSites, int Inspected, int DarkAfterInspection)
{
    /// <summary>With one device more, or less.</summary>
    public DeviceCounts With(in DeviceState state, int sign) => new(
        Devices + sign,
        Placed + (state.IsPlaced ? sign : 0),
        Elsewhere + (state.IsElsewhere ? sign : 0),
        AtTwoSites + (state.IsAtTwoSites ? sign : 0),
        Inspected + (state.IsInspected ? sign : 0),
        DarkAfterInspection + (state.IsDarkAfterInspection ? sign : 0));
}

/// <summary>The reports of a device in order of time, of one moment as told. What pairs of them say is counted as they come and go, from those near in time.</summary>
internal sealed class DeviceHistory
{
    private const long SitesWithin = 7 * Micros.PerDay;
    private const long DarkWithin = 60 * Micros.PerDay;
    private Report[] _reports = [];
    private int _count;
    private int _siteConflicts, _inspections, _darkened;

    /// <summary>What the reports come to.</summary>
    public DeviceState State { get; set; } = DeviceState.Unknown;

    /// <summary>The order that the latest report to name one names.</summary>
    public int Order { get; private set; } = Missing.Symbol;

    /// <summary>Takes in a report.</summary>
    public void Add(in DeviceReport told, int row)
    {
        var report = new Report(told, row);
        Count(report, 1);
        if (_count == _reports.Length) _reports = Spare<Report>.Grow(_reports, _count, Math.Max(2, _count * 2));
        int place = Place(report);
        Array.Copy(_reports, place, _reports, place + 1, _count - place);
        _reports[place] = report;
        _count++;
        Order = LatestOrder();
    }

    /// <summary>Takes a report back.</summary>
    public void Remove(in DeviceReport told, int row)
    {
        var report = new Report(told, row);
        int place = Place(report);
        Array.Copy(_reports, place, _reports, place - 1, _count - place);
        _count--;
        Count(report, -1);
        Order = LatestOrder();
    }

    /// <summary>What the reports come to, with what is known of the order.</summary>
    /// <param name="endUser">End user of <see cref="Order"/>.</param>
    /// <param name="destination">Its country of destination.</param>
    public DeviceState StateOf(int endUser, int destination)
    {
        if (_count == 0) return DeviceState.Unknown;
        Report latest = _reports[_count - 1];
        int party = endUser, country = Missing.Symbol;
        for (int i = _count - 1; i >= 0; i--)
        {
            if (_reports[i].Party == Missing.Symbol) continue;
            party = _reports[i].Party;
            break;
        }

        for (int i = _count - 1; i >= 0 && country == Missing.Symbol; i--) country = _reports[i].Country;
        bool isPlaced = country != Missing.Symbol && destination != Missing.Symbol;
        return new DeviceState(
            party, latest.SeenOn, latest.IsSilent, isPlaced, isPlaced && country != destination, _siteConflicts > 0, _inspections > 0, _darkened > 0);
    }

    private int LatestOrder()
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            if (_reports[i].Order != Missing.Symbol) return _reports[i].Order;
        }

        return Missing.Symbol;
    }

    // Adds or takes back what a report says together with the others.
    private void Count(in Report report, int sign)
    {
        if (report.SawInstalled) _inspections += sign;
        int place = Place(report);
        ReadOnlySpan<Report> reports = _reports.AsSpan(0, _count);
        for (int i = place - 1; i >= 0 && report.SeenAt - reports[i].SeenAt <= DarkWithin; i--) CountPair(reports[i], report, sign);
        for (int i = place; i < reports.Length && reports[i].SeenAt - report.SeenAt <= DarkWithin; i++) CountPair(report, reports[i], sign);
    }

    private void CountPair(in Report early, in Report late, int sign)
    {
        long apart = late.SeenAt - early.SeenAt;
        if (apart <= SitesWithin && early.Site != late.Site && early.Site != Missing.Symbol && late.Site != Missing.Symbol) _siteConflicts += sign;
        if (early.SawInstalled && late.IsSilent && apart > 0) _darkened += sign;
    }

    // The number of reports before one, itself included.
    private int Place(in Report report)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            Report other = _reports[middle];
            if (other.SeenAt < report.SeenAt || (other.SeenAt == report.SeenAt && other.Row <= report.Row)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>What counts of a report.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Report(long SeenAt, int SeenOn, int Row, int Order, int Party, int Site, short Country, bool IsSilent, bool SawInstalled)
    {
        public Report(in DeviceReport told, int row)
            : this(
                told.SeenAt, Micros.DayNumber(Math.Min(told.SeenAt, told.KnownAt)), row, told.Order, told.Party, told.Site, checked((short)told.Country), told.Online == false,
                told is { Kind: DeviceReportKind.Inspection, Installed: true })
        {
        }
    }
}
