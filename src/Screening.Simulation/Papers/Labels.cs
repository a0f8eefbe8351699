namespace Screening.Simulation;

/// <summary>
/// What people later say of a story: analysts' decisions, late, on a share of the stories only and wrong now and then; and, apart from them and months later,
/// outcomes. Neither is the truth, which is written elsewhere and for judging only.
/// </summary>
internal sealed class Labels(Cast cast)
{
    private static readonly string[] s_analysts = ["analyst-1", "analyst-2", "analyst-3", "analyst-4"];
    private readonly double _cases = cast.Family.Value(Knobs.CasesDecided), _honest = cast.Family.Value(Knobs.HonestDecided), _falseDismissals = cast.Family.Value(Knobs.FalseDismissals);
    private readonly double _falseConfirmations = cast.Family.Value(Knobs.FalseConfirmations), _verdictDays = cast.Family.Value(Knobs.VerdictDays);
    private readonly double _outcomes = cast.Family.Value(Knobs.Outcomes), _outcomeDays = cast.Family.Value(Knobs.OutcomeDays);

    /// <summary>Labels one story.</summary>
    /// <param name="story">The story, told to its end.</param>
    /// <param name="chance">Draws of its labels alone.</param>
    /// <param name="attention">How much more often than an ordinary honest story it is looked at.</param>
    public void Add(Story story, Chance chance, double attention)
    {
        if (story.Orders.Count == 0) return;
        TruthRow? truth = story.Truth;
        string? diverted = truth is null ? null : chance.Pick(truth.OrderIds);
        TradeOrder order = diverted is null ? Striking(story, chance) : story.Orders.First(one => one.Id == diverted);
        string subject = truth?.SubjectPartyId ?? order.EndUserId ?? order.PurchaserId;
        if (chance.Odds(truth is null ? _honest * attention : _cases)) AddVerdict(story, chance, subject, order, truth is not null);
        AddOutcome(story, chance, subject, order, truth is not null);
    }

    // Analysts look at what is large: of honest orders the dearest of a few.
    private static TradeOrder Striking(Story story, Chance chance)
    {
        TradeOrder best = chance.Pick(story.Orders);
        for (int i = 0; i < 3; i++)
        {
            TradeOrder other = chance.Pick(story.Orders);
            if (other.ValueUsd > best.ValueUsd) best = other;
        }

        return best;
    }

    private void AddVerdict(Story story, Chance chance, string subject, TradeOrder order, bool isCase)
    {
        bool isConfirmed = isCase ? !chance.Odds(_falseDismissals) : chance.Odds(_falseConfirmations);
        DateTime alerted = order.Versions[0].KnownAt.Date.AddDays(1).AddMinutes(chance.Between(420, 900)), decided = alerted.AddDays(_verdictDays * chance.LogBetween(0.25, 4));
        string analyst = chance.Pick(s_analysts), decision = isConfirmed ? "confirmed" : chance.Odds(0.7) ? "dismissed" : "released";
        double shown = chance.Odds(0.9) ? 1 : Math.Round(chance.Between(0.02, 0.3), 2);
        decided = new(decided.Ticks - decided.Ticks % TimeSpan.TicksPerMinute, DateTimeKind.Utc);
        if (decided > alerted.AddDays(3) && chance.Odds(0.6)) Row(chance.Odds(isConfirmed ? 0.6 : 0.15) ? "held" : "asked", "awaiting_evidence", alerted.AddMinutes(chance.Between(30, 500)));
        Row(decision, decision switch { "confirmed" => "diversion", "dismissed" => "explained", _ => "documents_received" }, decided);

        void Row(string verdict, string reason, DateTime moment) => story.Dispositions.Add(new($"D-{order.Id[3..]}-{story.Dispositions.Count + 1}", "S-" + subject,
            order.Id, verdict, reason, moment, analyst, shown, moment.AddMinutes(chance.Between(1, 40))));
    }

    // Checks after shipment find nothing with honest customers, and with many diverting ones; allegations now and then hit the innocent.
    private void AddOutcome(Story story, Chance chance, string subject, TradeOrder order, bool isCase)
    {
        if (!order.IsShipped || !chance.Odds(isCase ? _outcomes : 0.02 * _outcomes * Math.Min(5, story.Orders.Count))) return;
        bool isCheck = chance.Odds(isCase ? 0.3 : 0.9);
        string kind = isCheck ? "post_shipment_check" : chance.Pick<string>(["agency_notice", "agency_notice", "seizure", "indictment", "customer_report", "licence_denied"]);
        string finding = isCase ? isCheck ? (chance.Odds(0.5) ? "established" : chance.Odds(0.5) ? "open" : "not_found") : kind is "seizure" ? "established" : "alleged"
            : isCheck ? chance.Odds(0.95) ? "not_found" : "open" : chance.Odds(0.6) ? "open" : "alleged";
        DateTime at = order.Legs[^1].ArrivedAt.Date.AddDays(Math.Floor(_outcomeDays * chance.LogBetween(0.3, 2.5))), knownAt = at.AddDays(chance.Between(0, 20)).AddMinutes(chance.Between(400, 1200));
        string source = kind switch { "indictment" => "Simulated court", "post_shipment_check" => "Simulated inspector", "customer_report" => "Simulated customer", _ => "Simulated agency" };
        story.Outcomes.Add(new("OC-" + order.Id[3..], kind, subject, order.Id, DateOnly.FromDateTime(at), finding, source, null, chance.Odds(0.5) ? order.ValueUsd : null,
            null, isCase && finding == "established" && chance.Odds(0.5) ? chance.Pick<string>(["CN", "HK", "MO"]) : null, "Simulated outcome", knownAt));
    }
}
