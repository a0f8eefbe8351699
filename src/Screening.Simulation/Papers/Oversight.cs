namespace Screening.Simulation;

/// <summary>What the firm and others do about a customer: holds, audits and bonds, tips; and whom providers let machines to.</summary>
internal sealed class Oversight(Cast cast)
{
    private static readonly string[] s_grades = ["self_declared", "customer_document", "registry", "landlord_or_utility", "site_visit"];
    private static readonly string[] s_sources = ["anonymous", "competitor", "employee", "supplier", "customer", "whistleblower", "press", "government", "other"];
    private readonly WorldFamily _family = cast.Family;
    private readonly double _holds = cast.Family.Value(Knobs.Holds), _audits = cast.Family.Value(Knobs.Audits), _tenants = cast.Family.Value(Knobs.TenantsTold);

    public void AddHold(Story story, Chance chance, TradeOrder order)
    {
        Release release = PaperTrail.Of(story, order).Release;
        bool isForced = release != Release.Ordinary;
        if (!chance.Odds(isForced ? 0.9 : order.HasCompute ? 2 * _holds : 0.5 * _holds)) return;
        DateTime placed = order.Versions[0].KnownAt.AddMinutes(chance.Between(30, 3000)), released = placed.AddHours(release == Release.OnPapers ? chance.Between(5, 60) : chance.LogBetween(6, 400));
        string id = "H-" + order.Id[3..];
        Row("placed", placed, chance.Odds(0.7) ? "system" : "analyst", null, null, null);
        if (!isForced && chance.Odds(0.05)) return;
        string? grade = release == Release.OnPapers ? chance.Pick<string>(["self_declared", "customer_document"]) : release == Release.BySales ? (chance.Odds(0.5) ? null : "self_declared")
            : chance.Odds(0.04) ? null : s_grades[chance.Weighted([0.04, 0.1, 0.28, 0.28, 0.3])];
        string role = release == Release.BySales ? "seller" : ((string[])["analyst", "lead", "seller"])[chance.Weighted([0.72, 0.24, 0.04])];
        bool isIndependent = grade is "registry" or "landlord_or_utility" or "site_visit";
        Row("released", released, role, grade, chance.Odds(0.85) ? isIndependent : null, release == Release.BySales ? true : chance.Odds(0.8) ? chance.Odds(0.015) : null);

        void Row(string action, DateTime at, string by, string? evidence, bool? independent, bool? overridden) => story.Holds.Add(new(id, action, order.Id, chance.Odds(0.7) ? order.PurchaserId : null, at, by,
            by == "system" ? null : FormattableString.Invariant($"{by}-{chance.Between(1, 5)}"), action == "placed" ? "Documents asked for" : "Documents received", evidence, independent, overridden, at.AddMinutes(chance.Between(1, 30))));
    }

    public void AddAudit(Story story, Chance chance, PartyRow user, List<TradeOrder> orders)
    {
        Conduct conduct = story.Conduct;
        TradeOrder? main = orders.LastOrDefault(order => order.HasCompute);
        if (main is null || !chance.Odds(conduct.RefusesAudit || conduct.AuditorChosenBy is not null ? 0.9 : _audits)) return;
        DateTime at = Firms.Later(main.OrderedAt.AddDays(-chance.Between(conduct.RefusesAudit ? 3 : 20, 150)).Date.AddMinutes(chance.Between(500, 1000)), user.KnownAt.AddDays(1));
        bool isBond = chance.Odds(0.2), isRefused = conduct.RefusesAudit || chance.Odds(0.03);
        string chosen = conduct.AuditorChosenBy ?? ((string[])["compliance", "customer", "sales", "authority"])[chance.Weighted([0.68, 0.2, 0.07, 0.05])];
        PartyRow provider = chance.Pick(isBond ? cast.Roster.Banks : cast.Roster.Auditors);
        decimal? bond = isBond && !isRefused ? decimal.Round(main.ValueUsd * (decimal)Math.Round(chance.LogBetween(0.03, 0.6), 4), 0) : null;
        string kind = (isBond, isRefused) switch { (false, false) => "audit", (false, true) => "audit_refused", (true, false) => "bond", _ => "bond_refused" };
        bool isAudit = kind == "audit";
        DateTime knownAt = at.AddDays(chance.Between(0, 12)).AddMinutes(chance.Between(10, 200));
        story.Audits.Add(new("AB-" + user.Id[2..], kind, user.Id, null, isAudit ? PaperTrail.Site(story, user, knownAt)?.SiteId : null, DateOnly.FromDateTime(at), isRefused ? null : provider.Id, isRefused ? null : chosen,
            isRefused ? null : chosen is "compliance" or "authority" ? true : chance.Odds(0.4) ? null : chance.Odds(0.5), isAudit ? chance.Odds(0.7) : null,
            isAudit && chance.Odds(0.5) ? main.Versions[0].Lines[0].Quantity : null, isAudit ? ((string[])["passed", "inconclusive", "failed"])[chance.Weighted([0.9, 0.08, 0.02])] : null,
            bond, bond is null ? null : decimal.Round(bond.Value * 0.02m, 0), isBond && !isRefused && chance.Odds(0.7) ? DateOnly.FromDateTime(at).AddDays(365) : null, knownAt));
    }

    public void AddTenants(Story story, Chance chance, PartyRow user)
    {
        if (user.Kind is not ("neocloud" or "hyperscaler") || !chance.Odds(_tenants)) return;
        int tenants = chance.Between(1, 4);
        double left = chance.Between(0.4, 1);
        bool isDeclared = !chance.Odds(0.15);
        for (int i = 1; i <= tenants; i++)
        {
            double share = Math.Round(i == tenants ? left : left * chance.Between(0.2, 0.7), 3);
            left -= share;
            PartyRow tenant = chance.Pick(cast.Roster.Tenants);
            DateTime from = user.KnownAt.AddDays(chance.Between(5, 250)).Date, knownAt = from.AddDays(chance.Between(0, 25)).AddMinutes(chance.Between(400, 1000));
            story.Tenancies.Add(new($"TN-{user.Id[2..]}-{i}", user.Id, isDeclared || chance.Odds(0.4) ? tenant.Id : null, PaperTrail.Site(story, user, knownAt)?.SiteId, chance.Odds(0.9) ? share : null, null,
                DateOnly.FromDateTime(from), chance.Odds(0.2) ? DateOnly.FromDateTime(from).AddDays(chance.Between(700, 2500)) : null, s_grades[chance.Weighted([0.5, 0.3, 0.02, 0.1, 0.08])], knownAt));
        }
    }

    /// <summary>A tip on the first party of the story or on one of its orders: of cases for cause, of honest firms by envy or error.</summary>
    public static void AddTip(Story story, Chance chance, bool happens)
    {
        bool isTrue = story.Truth is not null;
        if (!happens && !(story.Conduct.IsTold && chance.Odds(0.85))) return;
        PartyRow party = story.Parties[0];
        TradeOrder order = chance.Pick(story.Orders);
        DateTime at = Firms.Later(order.Versions[0].KnownAt.AddDays(chance.Between(story.Conduct.IsTold ? -20 : -5, story.Conduct.IsTold ? 2 : 90)), party.KnownAt.AddHours(3)).AddMinutes(chance.Below(700));
        bool namesOrder = chance.Odds(0.2) && order.Versions[0].KnownAt < at;
        DateTime knownAt = at.AddMinutes(chance.Between(10, 3000)), closed = knownAt.AddDays(chance.Between(15, 160));
        string id = "TIP-" + order.Id[3..], source = s_sources[chance.Weighted([0.3, 0.2, 0.12, 0.1, 0.08, 0.08, 0.06, 0.03, 0.03])];
        string reliability = ((string[])["unknown", "low", "medium", "high"])[chance.Weighted(isTrue ? [0.35, 0.2, 0.3, 0.15] : [0.45, 0.35, 0.16, 0.04])], status = isTrue ? (chance.Odds(0.4) ? "confirmed" : chance.Odds(0.6) ? "closed" : "refuted") : chance.Odds(0.6) ? "refuted" : "closed";
        Row("open", knownAt);
        if (chance.Odds(0.6)) Row(status, closed);

        void Row(string state, DateTime told) => story.Tips.Add(new(id, at, chance.Odds(0.85) ? party.Id : null, party.Name, namesOrder ? order.Id : null, source, reliability, state,
            "Simulated tip: goods are said to go elsewhere", told));
    }
}
