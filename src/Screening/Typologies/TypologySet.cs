using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>The typologies that a policy switches on.</summary>
public static class TypologySet
{
    private static readonly (TypologyDefinition Definition, Func<TypologyPolicy, FeatureCatalogue, Typology> Make)[] All =
    [
        (CapacityExceeded.Described, (p, c) => new CapacityExceeded(p, c)),
        (YoungCompany.Described, (p, c) => new YoungCompany(p, c)),
        (OwnershipRestructured.Described, (p, c) => new OwnershipRestructured(p, c)),
        (SplitOrders.Described, (p, c) => new SplitOrders(p, c)),
        (TransshipmentRoute.Described, (p, c) => new TransshipmentRoute(p, c)),
        (BalanceSheetJump.Described, (p, c) => new BalanceSheetJump(p, c)),
        (OutOfProportion.Described, (p, c) => new OutOfProportion(p, c)),
        (ListedParty.Described, (p, c) => new ListedParty(p, c)),
        (EmbargoedDestination.Described, (p, c) => new EmbargoedDestination(p, c)),
        (SubThresholdParts.Described, (p, c) => new SubThresholdParts(p, c)),
        (BlindAfterFirstRecipient.Described, (p, c) => new BlindAfterFirstRecipient(p, c)),
        (IrrationalRoute.Described, (p, c) => new IrrationalRoute(p, c)),
        (ImplausibleDwell.Described, (p, c) => new ImplausibleDwell(p, c)),
        (ForwarderAsConsignee.Described, (p, c) => new ForwarderAsConsignee(p, c)),
        (LateChange.Described, (p, c) => new LateChange(p, c)),
        (DocumentsDisagree.Described, (p, c) => new DocumentsDisagree(p, c)),
        (AggregationHub.Described, (p, c) => new AggregationHub(p, c)),
        (DomesticFront.Described, (p, c) => new DomesticFront(p, c)),
        (PaymentSignals.Described, (p, c) => new PaymentSignals(p, c)),
        (ChokepointMaterials.Described, (p, c) => new ChokepointMaterials(p, c)),
        (EndUseDoubtful.Described, (p, c) => new EndUseDoubtful(p, c)),
        (DepositsFunded.Described, (p, c) => new DepositsFunded(p, c)),
        (RankJump.Described, (p, c) => new RankJump(p, c)),
        (GrowthWithoutScale.Described, (p, c) => new GrowthWithoutScale(p, c)),
        (EndUserAddress.Described, (p, c) => new EndUserAddress(p, c)),
        (EndUserUnaware.Described, (p, c) => new EndUserUnaware(p, c)),
        (StatementStale.Described, (p, c) => new StatementStale(p, c)),
        (ShellCompany.Described, (p, c) => new ShellCompany(p, c)),
        (TenantsOfConcern.Described, (p, c) => new TenantsOfConcern(p, c)),
        (AuditRefused.Described, (p, c) => new AuditRefused(p, c)),
        (MassBalance.Described, (p, c) => new MassBalance(p, c)),
        (Stockpiling.Described, (p, c) => new Stockpiling(p, c)),
        (DemandSurge.Described, (p, c) => new DemandSurge(p, c)),
        (GoneDark.Described, (p, c) => new GoneDark(p, c)),
        (HoldReleased.Described, (p, c) => new HoldReleased(p, c)),
        (SalesSide.Described, (p, c) => new SalesSide(p, c)),
        (TipReceived.Described, (p, c) => new TipReceived(p, c)),
        (LinkedToListed.Described, (p, c) => new LinkedToListed(p, c)),
        (NameLikeListed.Described, (p, c) => new NameLikeListed(p, c)),
        (LicenceNotNamed.Described, (p, c) => new LicenceNotNamed(p, c)),
        (OwnershipRuleApplies.Described, (p, c) => new OwnershipRuleApplies(p, c)),
        (OwnedByListed.Described, (p, c) => new OwnedByListed(p, c)),
        (KitAcrossPurchasers.Described, (p, c) => new KitAcrossPurchasers(p, c)),
    ];

    /// <summary>Every typology there is.</summary>
    public static IReadOnlyList<TypologyDefinition> Definitions { get; } = [.. All.Select(t => t.Definition)];

    /// <summary>Screens that no night should be without, whatever else a policy leaves out: embargoes and listed names.</summary>
    public static IReadOnlyList<string> Mandatory { get; } = ["E01", "T21"];

    /// <summary>The typologies of a policy, in order of id.</summary>
    /// <exception cref="PolicyException">The policy names an unknown typology, or its numbers do not fit.</exception>
    public static IReadOnlyList<Typology> For(Policy policy, FeatureCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return [.. policy.Typologies.OrderBy(t => t.Id, StringComparer.Ordinal).Select(t =>
            All.FirstOrDefault(known => known.Definition.Id == t.Id).Make?.Invoke(t, catalogue)
            ?? throw new PolicyException($"typologies.{t.Id} is not a typology; known: {string.Join(", ", All.Select(k => k.Definition.Id))}"))];
    }
}
