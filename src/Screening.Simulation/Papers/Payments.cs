namespace Screening.Simulation;

/// <summary>Payments and deposits for shipped orders.</summary>
internal sealed class Payments(Cast cast)
{
    private static readonly string[] s_methods = ["wire", "letter_of_credit", "card", "cheque", "other", "cash"];
    private readonly double _told = cast.Family.Value(Knobs.PaymentsTold);

    public void Add(Story story, Chance chance, TradeOrder order)
    {
        Conduct conduct = PaperTrail.Of(story, order);
        if (!order.IsShipped || !chance.Odds(conduct.PaidBy is null ? _told : 0.9)) return;
        OrderDraft draft = order.Draft;
        double whim = chance.Unit();

        // Groups pay for their members and traders for their customers: one honest order in thirty is paid by somebody else.
        PartyRow payer = conduct.PaidBy ?? (whim < 0.015 ? chance.Pick(cast.Roster.Banks) : whim < 0.035 ? chance.Pick(cast.Roster.Resellers) : draft.Payer ?? draft.Purchaser);
        string? country = chance.Odds(0.95) ? payer.Country : chance.Pick<string>(["HK", "SG", "CH", "GB", "US", "AE"]);
        string? bank = conduct.PaidFrom ?? (chance.Odds(0.94) ? payer.Country : chance.Pick<string>(["HK", "SG", "CH", "GB", "US", "AE"]));
        decimal value = order.ValueUsd, due = decimal.Round(Math.Min(value, 3e10m) * (decimal)(conduct.Overpaid * (chance.Odds(0.004) ? chance.Between(1.1, 2) : 1)), 2);
        string? method = conduct.Method ?? (chance.Odds(0.06) ? null : s_methods[chance.Weighted(value < 20_000 ? [0.6, 0.02, 0.25, 0.1, 0.02, 0.01] : [0.82, 0.12, 0.005, 0.04, 0.013, 0.002])]);
        DateTime placed = order.Versions[0].KnownAt, left = order.Legs[0].DepartedAt, came = order.Legs[^1].ArrivedAt;
        double before = conduct.IsPrepaid ? 1 : order.Terms.PaymentTerms switch { "prepayment" or "cash" => 1, "instalments" => Math.Round(chance.Between(0.2, 0.5), 2), _ => chance.Odds(0.04) ? 1 : 0 };
        decimal early = decimal.Round(due * (decimal)before, 2);
        if (early > 0) Row(1, before < 1 ? "deposit" : "payment", early, Firms.Later(placed.AddMinutes(60), Firms.Later(placed, left.AddDays(-30)).AddMinutes(chance.Between(30, 1400))), true);
        if (due - early > 0) Row(2, "payment", due - early, came.AddDays(order.Terms.PaymentTerms == "letter_of_credit" ? chance.Between(1, 10) : chance.Between(15, 75)).AddMinutes(chance.Below(600)), false);

        void Row(int number, string kind, decimal amount, DateTime paidAt, bool isEarly) => story.Payments.Add(new($"PM-{order.Id[3..]}-{number}", order.Id, kind, chance.Odds(0.97) ? payer.Id : null,
            chance.Odds(0.8) ? payer.Name : null, chance.Odds(0.93) ? country : null, chance.Odds(0.8) ? bank : null, paidAt, amount, order.Terms.Currency, method, chance.Odds(0.9) ? isEarly : null,
            isEarly && chance.Odds(0.6) ? chance.Odds(0.25) : null, Firms.Later(paidAt.AddMinutes(chance.Between(20, 2800)), placed.AddMinutes(20))));
    }
}
