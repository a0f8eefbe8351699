using Screening.Records;

namespace Screening.Cli.Nightly;

/// <summary>
/// Whom a day touches: the parties that what became known tells of, those of the telling before it included, and those for whom a time ran
/// out. What names an order touches the order's subject.
/// </summary>
/// <remarks>
/// A statement of a purchaser touches the purchaser's own group; the subjects it buys for are reached through its open orders. Reference
/// data touch nobody. A disposition does not either: it tells what was decided of an alert, and would bring back at once what was put
/// aside.
/// </remarks>
internal sealed class TouchedParties(EventLog log)
{
    /// <summary>Days after which an end-user statement is to be renewed: six months (T19).</summary>
    public const int StatementDays = 183;

    /// <summary>Days without a report that make a device silent, as the features count (T30).</summary>
    public const int SilentDays = 30;

    /// <summary>Parties that an event tells of.</summary>
    public IEnumerable<int> Of(Event at)
    {
        for (int row = at.Row; row != Missing.Symbol; row = row == at.Row ? Before(at) : Missing.Symbol)
        {
            (int party, int order) = Named(at.Kind, row);
            if (party != Missing.Symbol) yield return party;
            if (order != Missing.Symbol && log.InForce(order) is not Missing.Symbol and int known) yield return log.Orders[known].Subject;
        }
    }

    /// <summary>
    /// Parties for whom a time runs out on the day: an end-user statement was due or held for the last time the day before, or becomes older than <see cref="StatementDays"/>, or a
    /// device has been silent for more than <see cref="SilentDays"/>. Each on one day only; the day after, nothing has changed.
    /// </summary>
    public IEnumerable<int> OfTimers(DateOnly date)
    {
        var parties = new HashSet<int>();
        foreach (int row in log.Certificates.Each())
        {
            ref readonly Certificate certificate = ref log.Certificates[row];
            if (IsEve(certificate.RenewalDueAt) || IsEve(certificate.ValidTo) || Micros.Day(certificate.IssuedAt) == date.AddDays(-StatementDays - 1)) parties.UnionWith(Of(new Event(EventKind.Certificate, row)));
        }

        foreach (int row in log.DeviceReports.Each())
        {
            if (Micros.Day(log.DeviceReports[row].SeenAt) == date.AddDays(-SilentDays - 1)) parties.UnionWith(Of(new Event(EventKind.DeviceReport, row)));
        }

        return parties;

        bool IsEve(long moment) => moment != Missing.Moment && Micros.Day(moment) == date.AddDays(-1);
    }

    // The row itself, and what it replaces: what is told again of another party is taken from the one before.
    private int Before(Event at) => at.Kind switch
    {
        EventKind.PartyEvent => log.PartyEvents[at.Row].Previous,
        EventKind.Capacity => log.Capacity[at.Row].Previous,
        EventKind.Installation => log.Installations[at.Row].Previous,
        EventKind.Certificate => log.Certificates[at.Row].Previous,
        EventKind.Tenancy => log.Tenancies[at.Row].Previous,
        EventKind.AuditOrBond => log.AuditsAndBonds[at.Row].Previous,
        EventKind.Tip => log.Tips[at.Row].Previous,
        EventKind.Order => log.Orders[at.Row].Previous,
        EventKind.ShipmentLeg => log.Legs[at.Row].Previous,
        EventKind.Payment => log.Payments[at.Row].Previous,
        EventKind.DeviceReport => log.DeviceReports[at.Row].Previous,
        EventKind.HoldAction => log.HoldActions[at.Row].Previous,
        EventKind.OutcomeReport => log.OutcomeReports[at.Row].Previous,
        _ => Missing.Symbol,
    };

    private (int Party, int Order) Named(EventKind kind, int row) => kind switch
    {
        EventKind.Party => (log.Profiles[row].Party, Missing.Symbol),
        EventKind.PartyEvent => (log.PartyEvents[row].Party, Missing.Symbol),
        EventKind.BalanceSheet => (log.BalanceSheets[row].Party, Missing.Symbol),
        EventKind.Capacity => (log.Capacity[row].Party, Missing.Symbol),
        EventKind.Installation => (log.Installations[row].Party, Missing.Symbol),
        EventKind.Certificate => (log.Certificates[row].Party, log.Certificates[row].Order),
        EventKind.Tenancy => (log.Tenancies[row].Provider, Missing.Symbol),
        EventKind.AuditOrBond => (log.AuditsAndBonds[row].Party, log.AuditsAndBonds[row].Order),
        EventKind.Tip => (log.Tips[row].Party, log.Tips[row].Order),
        EventKind.Order => (log.Orders[row].Subject, Missing.Symbol),
        EventKind.ShipmentLeg => (Missing.Symbol, log.Legs[row].Order),
        EventKind.Payment => (Missing.Symbol, log.Payments[row].Order),
        EventKind.DeviceReport => (log.DeviceReports[row].Party, log.DeviceReports[row].Order),
        EventKind.HoldAction => (log.HoldActions[row].Party, log.HoldActions[row].Order),
        EventKind.OutcomeReport => (log.OutcomeReports[row].Party, log.OutcomeReports[row].Order),
        _ => (Missing.Symbol, Missing.Symbol),
    };
}
