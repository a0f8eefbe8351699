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

/// <summary>
/// The reports of a device, the latest first, of one moment the later told. They lie with those of all devices (<see cref="Chains{T}"/>). What pairs of them say is
/// counted as they come and go, from those near in time.
/// </summary>
internal sealed class DeviceHistory
{
    private const long SitesWithin = 7 * Micros.PerDay;
    private const long DarkWithin = 60 * Micros.PerDay;
    private Chain _reports;
    private int _seenOn, _siteConflicts, _inspections, _darkened;

    /// <summary>What the reports come to.</summary>
    public DeviceState State { get; set; } = DeviceState.Unknown;

    /// <summary>The order that the latest report to name one names.</summary>
    public int Order { get; private set; } = Missing.Symbol;

    /// <summary>Asks for the latest report; see <see cref="Ahead"/>.</summary>
    public void Ask(Chains<Report> all)
    {
        if (_reports.First != 0) Ahead.Ask(in all[_reports.First]);
    }

    /// <summary>Takes in a report.</summary>
    /// <param name="all">The reports of all devices.</param>
    /// <param name="log">The log.</param>
    /// <param name="row">Row of the report.</param>
    public void Add(Chains<Report> all, EventLog log, int row)
    {
        var report = new Report(log.DeviceReports[row], row);
        int later = 0;
        for (int link = _reports.First; link != 0 && all[link].IsAfter(report); link = all.Next(link)) later = link;
        Count(all, report, later, 1);
        all.Insert(ref _reports, later, report);
        if (later == 0) _seenOn = SeenOn(log, row);
        Order = LatestOrder(all);
    }

    /// <summary>Takes a report back.</summary>
    /// <param name="all">The reports of all devices.</param>
    /// <param name="log">The log.</param>
    /// <param name="row">Row of the report.</param>
    public void Remove(Chains<Report> all, EventLog log, int row)
    {
        int later = 0, link = _reports.First;
        for (; all[link].Row != row; link = all.Next(link)) later = link;
        Report report = all[link];
        all.Remove(ref _reports, later);
        Count(all, report, later, -1);
        if (later == 0 && _reports.First != 0) _seenOn = SeenOn(log, all[_reports.First].Row);
        Order = LatestOrder(all);
    }

    /// <summary>What the reports come to, with what is known of the order.</summary>
    /// <param name="all">The reports of all devices.</param>
    /// <param name="endUser">End user of <see cref="Order"/>.</param>
    /// <param name="destination">Its country of destination.</param>
    public DeviceState StateOf(Chains<Report> all, int endUser, int destination)
    {
        if (_reports.First == 0) return DeviceState.Unknown;
        int party = Missing.Symbol, country = Missing.Symbol;
        for (int link = _reports.First; link != 0 && (party == Missing.Symbol || country == Missing.Symbol); link = all.Next(link))
        {
            ref readonly Report report = ref all[link];
            if (party == Missing.Symbol) party = report.Party;
            if (country == Missing.Symbol) country = report.Country;
        }

        if (party == Missing.Symbol) party = endUser;
        bool isPlaced = country != Missing.Symbol && destination != Missing.Symbol;
        return new DeviceState(
            party, _seenOn, all[_reports.First].IsSilent, isPlaced, isPlaced && country != destination, _siteConflicts > 0, _inspections > 0, _darkened > 0);
    }

    private static int SeenOn(EventLog log, int row)
    {
        ref readonly DeviceReport report = ref log.DeviceReports[row];
        return Micros.DayNumber(Math.Min(report.SeenAt, report.KnownAt));
    }

    private int LatestOrder(Chains<Report> all)
    {
        for (int link = _reports.First; link != 0; link = all.Next(link))
        {
            if (all[link].Order != Missing.Symbol) return all[link].Order;
        }

        return Missing.Symbol;
    }

    // Adds or takes back what a report says together with the others, of which it comes or came behind the one at a link.
    private void Count(Chains<Report> all, in Report report, int later, int sign)
    {
        if (report.SawInstalled) _inspections += sign;
        bool isEarlier = later == 0;
        for (int link = _reports.First; link != 0; link = all.Next(link))
        {
            ref readonly Report other = ref all[link];
            if (isEarlier && report.SeenAt - other.SeenAt > DarkWithin) break;
            if (isEarlier) CountPair(other, report, sign);
            else if (other.SeenAt - report.SeenAt <= DarkWithin) CountPair(report, other, sign);
            isEarlier |= link == later;
        }
    }

    private void CountPair(in Report early, in Report late, int sign)
    {
        long apart = late.SeenAt - early.SeenAt;
        if (apart <= SitesWithin && early.Site != late.Site && early.Site != Missing.Symbol && late.Site != Missing.Symbol) _siteConflicts += sign;
        if (early.SawInstalled && late.IsSilent && apart > 0) _darkened += sign;
    }

    /// <summary>What counts of a report. 28 bytes, so that it and its link are half a line.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    internal readonly record struct Report(long SeenAt, int Row, int Order, int Party, int Site, short Country, bool IsSilent, bool SawInstalled)
    {
        public Report(in DeviceReport told, int row)
            : this(told.SeenAt, row, told.Order, told.Party, told.Site, checked((short)told.Country), told.Online == false, told is { Kind: DeviceReportKind.Inspection, Installed: true })
        {
        }

        /// <summary>Whether it comes after another.</summary>
        public bool IsAfter(in Report other) => SeenAt > other.SeenAt || (SeenAt == other.SeenAt && Row > other.Row);
    }
}
