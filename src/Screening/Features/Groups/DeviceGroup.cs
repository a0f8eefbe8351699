using System.Runtime.InteropServices;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What became of devices after delivery. A device is with the party that its latest report to name one names, else with the end user of the
/// order that its latest report to name one names. Of two reports of one moment the later told is the later.
/// </summary>
public sealed class DeviceGroup : FeatureGroup
{
    private const int SilentDays = 30;
    private const string Devices = "devices with the end user that were reported, those of this order left out";
    private const string NoDevice = "no end user is named, or no such device was reported";
    private readonly OrdersInForce _orders = new();
    private readonly Chains<DeviceHistory.Report> _reports = new();
    private readonly BySymbol<DeviceHistory> _devices = new();
    private readonly BySymbol<List<int>> _ofOrder = new();
    private readonly BySymbol<DevicesOfParty> _ofParty = new();

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("end_user_devices", "after delivery", $"Different {Devices}", "devices", 0, 1e9, "no end user is named", "device_reports orders", "T30"),
        new("end_user_devices_silent_share", "after delivery", $"Of the {Devices}, the share whose latest report is that they were looked for and silent, or lies more than 30 UTC days before that of the look (on the day it is dated, but never later than it was known)", "1", 0, 1, NoDevice, "device_reports orders", "T30"),
        new("end_user_devices_elsewhere_share", "after delivery", $"Of the {Devices} in a country and with an order whose destination is told, the share that the latest report to tell a country saw in another one", "1", 0, 1, "no end user is named, or no such device was reported in a country with an order whose destination is known", "device_reports orders", "T30"),
        new("end_user_devices_at_two_sites", "after delivery", $"Of the {Devices}, those reported at two different sites within 7 days", "devices", 0, 1e9, NoDevice, "device_reports orders", "T30"),
        new("end_user_devices_dark_after_inspection", "after delivery", $"Of the {Devices}, those looked for and silent within 60 days after an inspection that saw them installed", "devices", 0, 1e9, "no end user is named, or no inspection saw such a device installed", "device_reports orders", "T30"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Order)
        {
            int order = log.Orders[at.Row].Order;
            _orders.Learn(log, at.Row);
            foreach (int serial in CollectionsMarshal.AsSpan(_ofOrder[order])) Recount(log, _devices[serial]!, Micros.DayNumber(log.Orders[at.Row].KnownAt));
        }
        else if (at.Kind == EventKind.DeviceReport)
        {
            ref readonly DeviceReport report = ref log.DeviceReports[at.Row];
            int today = Micros.DayNumber(report.KnownAt);
            if (report.Previous != Missing.Symbol && log.DeviceReports[report.Previous] is { IsGone: false } before) Change(log, before.Serial, report.Previous, today, isTold: false);
            if (!report.IsGone) Change(log, report.Serial, at.Row, today, isTold: true);
        }
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        int endUser = reading.Order.EndUser, today = Micros.DayNumber(reading.AsOf);
        if (endUser == Missing.Symbol) return;
        DevicesOfParty? party = _ofParty[endUser];
        DeviceCounts counts = party?.Counts ?? default;
        long seen = party?.Seen(today) ?? 0;
        foreach (int serial in CollectionsMarshal.AsSpan(_ofOrder[reading.Order.Order]))
        {
            DeviceState state = _devices[serial]!.State;
            if (state.Party != endUser) continue;
            counts = counts.With(state, -1);
            if (!state.IsSilent && state.SeenOn >= today - SilentDays) seen--;
        }

        columns[0] = counts.Devices;
        if (counts.Devices == 0) return;
        columns[1] = (counts.Devices - seen) / (double)counts.Devices;
        if (counts.Placed > 0) columns[2] = counts.Elsewhere / (double)counts.Placed;
        columns[3] = counts.AtTwoSites;
        if (counts.Inspected > 0) columns[4] = counts.DarkAfterInspection;
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind == EventKind.DeviceReport)
        {
            ref readonly DeviceReport report = ref log.DeviceReports[at.Row];
            _devices.Ask(report.Serial, step);
            if (step == 2) _devices[report.Serial]?.Ask(_reports);
            _ofOrder.Ask(report.Order, step);
            _ofParty.Ask(report.Party, step);
        }
        else if (at.Kind == EventKind.Order)
        {
            ref readonly OrderVersion order = ref log.Orders[at.Row];
            _ofOrder.Ask(order.Order, step);
            _ofParty.Ask(order.EndUser, step);
            if (step == 0) _orders.Ask(order.Order);
        }
    }

    private void Change(EventLog log, int serial, int row, int today, bool isTold)
    {
        DeviceHistory device = _devices[serial] ??= new DeviceHistory();
        int order = device.Order;
        if (isTold) device.Add(_reports, log, row);
        else device.Remove(_reports, log, row);
        if (device.Order != order)
        {
            if (order != Missing.Symbol) _ofOrder[order]!.Remove(serial);
            if (device.Order != Missing.Symbol) (_ofOrder[device.Order] ??= []).Add(serial);
        }

        Recount(log, device, today);
    }

    private void Recount(EventLog log, DeviceHistory device, int today)
    {
        int row = _orders.Row(device.Order);
        DeviceState before = device.State;
        device.State = row == Missing.Symbol ? device.StateOf(_reports, Missing.Symbol, Missing.Symbol) : device.StateOf(_reports, log.Orders[row].EndUser, log.Orders[row].DestinationCountry);
        if (before == device.State) return;
        if (before.Party != Missing.Symbol) Of(before.Party).Count(before, -1, today);
        if (device.State.Party != Missing.Symbol) Of(device.State.Party).Count(device.State, 1, today);
    }

    private DevicesOfParty Of(int party) => _ofParty[party] ??= new DevicesOfParty();

    /// <summary>The devices with one party, counted.</summary>
    private sealed class DevicesOfParty
    {
        private readonly DaySums _seen = new(SilentDays);

        public DeviceCounts Counts { get; private set; }

        public void Count(in DeviceState state, int sign, int today)
        {
            Counts = Counts.With(state, sign);
            if (!state.IsSilent) _seen.Add(state.SeenOn, sign, today);
        }

        /// <summary>Devices that by their latest report are not silent and were seen in the days until one.</summary>
        public long Seen(int today) => _seen.Between(today - SilentDays, today);
    }
}
