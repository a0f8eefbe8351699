namespace Screening.Simulation;

/// <summary>Analysts' decisions, a question first and the verdict days or months later.</summary>
internal static class Verdicts
{
    private static readonly string[] s_analysts = ["analyst-1", "analyst-2", "analyst-3", "analyst-4"];

    public static void Add(Cast cast, Story story, Chance chance, PartyRow subject, TradeOrder order, string decision, int delayDays)
    {
        DateTime alerted = order.Versions[0].KnownAt.Date.AddDays(1).AddMinutes(chance.Between(420, 900));
        DateTime decided = alerted.AddDays(delayDays);
        if (decided >= cast.Firms.End) return;
        string analyst = chance.Pick(s_analysts);
        double shown = chance.Odds(0.9) ? 1 : Math.Round(chance.Between(0.02, 0.3), 2);
        if (delayDays > 3 && chance.Odds(0.6)) Row(decision == "confirmed" ? "held" : "asked", "awaiting_evidence", alerted.AddMinutes(chance.Between(30, 500)));
        Row(decision, decision switch { "confirmed" => "diversion", "dismissed" => "explained", _ => "documents_received" }, decided);

        void Row(string verdict, string reason, DateTime moment) => story.Dispositions.Add(new($"D-{order.Id[3..]}-{story.Dispositions.Count + 1}", "S-" + subject.Id,
            order.Id, verdict, reason, moment, analyst, shown, moment.AddMinutes(chance.Between(1, 40))));
    }
}
