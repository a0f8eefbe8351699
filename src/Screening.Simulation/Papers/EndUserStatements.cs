namespace Screening.Simulation;

/// <summary>End users' statements, renewed about every half year, and the call-backs that confirm orders.</summary>
internal sealed class EndUserStatements(Cast cast)
{
    private readonly double _told = cast.Family.Value(Knobs.StatementsTold), _called = cast.Family.Value(Knobs.CallBacks);

    public void Add(Story story, Chance chance, PartyRow user, List<TradeOrder> orders)
    {
        List<TradeOrder> compute = [.. orders.Where(order => order.HasCompute)];
        if (compute.Count == 0) return;
        AddStatements(story, chance, user, compute);
        int calls = 0;
        foreach (TradeOrder order in compute)
        {
            bool large = order.ValueUsd > 2_000_000;
            bool? fixedAnswer = PaperTrail.Of(story, order).Answer;
            if (chance.Odds(fixedAnswer == false ? 0.85 : large ? Math.Min(0.9, 1.6 * _called) : 0.5 * _called)) AddCall(story, chance, user, order, fixedAnswer, ++calls);
        }
    }

    private void AddStatements(Story story, Chance chance, PartyRow user, List<TradeOrder> compute)
    {
        TradeOrder main = compute[^1];
        Conduct conduct = PaperTrail.Of(story, main);
        bool forced = conduct.StatementAgeDays is >= 0 || conduct.StatedUse is not null || conduct.StatedDisposition is not null || conduct.StatedCountry is not null;
        if (conduct.StatementAgeDays < 0 || !chance.Odds(forced ? 0.9 : _told)) return;
        DateTime first = compute[0].OrderedAt;
        DateTime at = conduct.StatementAgeDays is { } age ? main.OrderedAt.AddDays(-age) : first.AddDays(-chance.Between(2, chance.Odds(0.15) ? 300 : 120));
        if (DateOnly.FromDateTime(at) < user.IncorporatedOn) at = user.KnownAt.AddMinutes(60);
        bool isSloppy = chance.Odds(0.12), signs = !chance.Odds(0.05);
        for (int number = 1; at < cast.Firms.End && number < 30; number++)
        {
            Row(number, at);

            // Renewal every six months; the sloppy let it slip by months, and a stale one is never renewed.
            if (conduct.StatementAgeDays is not null) break;
            at = at.AddDays(isSloppy ? chance.Between(200, 420) : chance.Between(150, 190));
        }

        void Row(int number, DateTime moment)
        {
            TradeOrder like = compute.LastOrDefault(order => order.OrderedAt <= moment.AddDays(60)) ?? compute[0];
            bool isUsual = forced || !chance.Odds(0.03);
            DateTime knownAt = Firms.Later(moment.AddDays(chance.Between(0, 6)).AddMinutes(chance.Below(500)), user.KnownAt.AddMinutes(40));
            CapacityRow? site = PaperTrail.Site(story, user, knownAt);
            DateOnly issued = DateOnly.FromDateTime(moment);
            story.Certificates.Add(new($"EUS-{user.Id[2..]}-{number}", "statement", user.Id, chance.Odds(0.15) && like.Versions[0].KnownAt < knownAt ? like.Id : null, issued, signs, chance.Odds(0.8) ? Names.Person(chance) : null, null, null, knownAt)
            {
                Application = conduct.StatedUse ?? (isUsual ? like.EndUse : BuyerStories.Use(chance)),
                Location = chance.Odds(0.5) ? like.Terms.EndUseLocation : null,
                SiteId = site?.SiteId,
                SiteCountry = conduct.StatedCountry ?? (chance.Odds(0.85) ? chance.Odds(0.985) ? like.DestinationCountry : user.HeadquartersCountry : null),
                Disposition = conduct.StatedDisposition ?? (chance.Odds(0.15) ? null : chance.Odds(0.9) ? "capital_equipment" : chance.Odds(0.7) ? "incorporated" : "resale"),
                ResaleBan = chance.Odds(0.25) ? null : chance.Odds(0.9),
                SitePowerMw = site?.SitePowerKw is { } kw && chance.Odds(0.6) ? Math.Min(10_000, Math.Round(kw / 1000, 3)) : null,
                InspectionRight = chance.Odds(0.3) ? null : chance.Odds(0.75),
                ValidTo = chance.Odds(0.6) ? issued.AddDays(183) : chance.Odds(0.3) ? issued.AddDays(366) : null,
            });
        }
    }

    // Nobody at the telephone knows of one honest order in eighty; asked again, they do. Now and then nobody asks again.
    private static void AddCall(Story story, Chance chance, PartyRow user, TradeOrder order, bool? answer, int number)
    {
        DateTime called = order.Versions[0].KnownAt.AddDays(chance.Between(0, 5)).AddMinutes(chance.Between(60, 500)), answered = called.AddDays(chance.Between(0, 9)).AddMinutes(30);
        double luck = chance.Unit();
        bool? heard = answer ?? (luck < 0.86 ? true : luck < 0.9875 ? null : false);
        string id = $"CB-{user.Id[2..]}-{order.Id[^4..]}-{number}", person = Names.Person(chance);
        if (heard is null || (answered - called).TotalDays > 1) Row(null, called);
        if (heard is { } said) Row(said, answered);
        if (answer is null && heard == false && chance.Odds(0.8)) Row(true, answered.AddDays(chance.Between(1, 12)));

        void Row(bool? confirmed, DateTime at) => story.Certificates.Add(new(id, "call_back", user.Id, order.Id, DateOnly.FromDateTime(called), null, person, confirmed,
            confirmed is null ? null : DateOnly.FromDateTime(at), at.AddMinutes(chance.Between(5, 300))));
    }
}
