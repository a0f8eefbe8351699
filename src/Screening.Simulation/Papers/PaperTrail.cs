namespace Screening.Simulation;

/// <summary>
/// Payments, statements, counts, reports of devices, holds, tips, tenants and audits of a story, told by one code for honest trade and for cases. That a row is
/// there says nothing: a case differs only where its <see cref="Conduct"/> does.
/// </summary>
internal sealed class PaperTrail(Cast cast)
{
    private readonly WorldFamily _family = cast.Family;
    private readonly Payments _payments = new(cast);
    private readonly EndUserStatements _statements = new(cast);
    private readonly AfterDelivery _after = new(cast);
    private readonly Oversight _oversight = new(cast);

    /// <summary>Adds the papers of every order and party of the story.</summary>
    public void Add(Story story, Chance chance)
    {
        foreach (TradeOrder order in story.Orders) _payments.Add(story, chance, order);
        foreach (IGrouping<string, TradeOrder> users in story.Orders.Where(order => order.EndUserId is not null).GroupBy(order => order.EndUserId!, StringComparer.Ordinal))
        {
            List<TradeOrder> orders = [.. users.OrderBy(order => order.OrderedAt)];
            PartyRow user = orders[0].Draft.EndUser!;
            _statements.Add(story, chance, user, orders);
            _after.Add(story, chance, user, orders);
            _oversight.AddAudit(story, chance, user, orders);
            _oversight.AddTenants(story, chance, user);
        }

        foreach (TradeOrder order in story.Orders) _oversight.AddHold(story, chance, order);
        if (story.Parties.Count > 0 && story.Orders.Count > 0) Oversight.AddTip(story, chance, chance.Odds(_family.Value(story.Truth is null ? Knobs.FalseTips : Knobs.TrueTips)));
    }

    /// <summary>How an order is conducted: as it fixes, else as its story does.</summary>
    public static Conduct Of(Story story, TradeOrder order) => order.Draft.Conduct ?? story.Conduct;

    /// <summary>The site of the party that is known by then, if any.</summary>
    public static CapacityRow? Site(Story story, PartyRow party, DateTime at)
    {
        CapacityRow? latest = null;
        foreach (CapacityRow site in story.Capacity)
        {
            if (site.PartyId == party.Id && site.KnownAt <= at && (latest is null || site.KnownAt > latest.KnownAt)) latest = site;
        }

        return latest;
    }
}
