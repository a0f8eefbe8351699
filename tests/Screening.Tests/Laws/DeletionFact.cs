using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>A world says that what a key names is gone.</summary>
/// <param name="KnownAt">When that became known.</param>
/// <param name="Kind">Of what kind.</param>
/// <param name="Id">First part of the key, in the world's numbers.</param>
/// <param name="Part">Second part of the key: leg, end of period, day of evidence, part, action, or product and day of a count.</param>
/// <param name="Lines">The lines, if it is an order's.</param>
internal sealed record DeletionFact(long KnownAt, EventKind Kind, int Id, long Part = 0, OrderLineKey[]? Lines = null) : Fact(KnownAt, Kind)
{
    public override (long EventTime, string Key, int Version) Order => (0, Key(Id), 0);

    public override (int Id, long Part)? RowKey => null;

    public bool Deletes(Fact earlier) => earlier.Kind == Kind && earlier.RowKey == (Id, Part);

    public bool Deletes(in OrderVersion header, OrderLine line) => Kind == EventKind.Order && header.Order == Id && Lines!.Contains(new OrderLineKey(header.Version, line.LineNo));

    public override Event? AppendTo(EventLog log, Numbering numbers) => Kind switch
    {
        EventKind.Product => log.DeleteProduct(numbers.Products.Of(Id), KnownAt),
        EventKind.Place => log.DeletePlace(numbers.Places.Of(Id), KnownAt),
        EventKind.RestrictedParty => log.DeleteEntry(numbers.Entries.Of(Id), KnownAt),
        EventKind.Party => log.DeleteProfile(numbers.Parties.Of(Id), KnownAt),
        EventKind.PartyEvent => log.DeletePartyEvent(numbers.PartyEvents.Of(Id), KnownAt),
        EventKind.BalanceSheet => log.DeleteStatement(numbers.Parties.Of(Id), Part, KnownAt),
        EventKind.Capacity => log.DeleteCapacity(numbers.Sites.Of(Id), Part, KnownAt),
        EventKind.Order => log.DeleteLines(numbers.Orders.Of(Id), Lines!, KnownAt),
        EventKind.ShipmentLeg => log.DeleteLeg(numbers.Shipments.Of(Id), (int)Part, KnownAt),
        EventKind.Part => log.DeletePart(numbers.Products.Of(Id), numbers.Products.Of((int)Part), KnownAt),
        EventKind.ControlEvent => log.DeleteControlEvent(numbers.Texts.Of(Id), KnownAt),
        EventKind.Installation => log.DeleteInstallation(numbers.Sites.Of(Id), numbers.Products.Of(InstallationFact.Of(Part).Product), InstallationFact.Of(Part).CountedAt, KnownAt),
        EventKind.Certificate => log.DeleteCertificate(numbers.Certificates.Of(Id), KnownAt),
        EventKind.Tenancy => log.DeleteTenancy(numbers.Texts.Of(Id), KnownAt),
        EventKind.AuditOrBond => log.DeleteAuditOrBond(numbers.Texts.Of(Id), KnownAt),
        EventKind.Tip => log.DeleteTip(numbers.Texts.Of(Id), KnownAt),
        EventKind.Payment => log.DeletePayment(numbers.Payments.Of(Id), KnownAt),
        EventKind.DeviceReport => log.DeleteDeviceReport(numbers.DeviceReports.Of(Id), KnownAt),
        EventKind.HoldAction => log.DeleteHoldAction(numbers.Texts.Of(Id), (HoldAct)Part, KnownAt),
        EventKind.OutcomeReport => log.DeleteOutcomeReport(numbers.Texts.Of(Id), KnownAt),
        EventKind.Disposition => log.DeleteDisposition(numbers.Texts.Of(Id), KnownAt),
        _ => throw new InvalidOperationException($"no deletion of a {Kind}"),
    };
}
