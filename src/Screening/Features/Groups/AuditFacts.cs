using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Who looked into a party or stands in for it: the same features for every role of a party.</summary>
internal static class AuditFacts
{
    /// <summary>How many columns <see cref="Read"/> fills.</summary>
    public const int Count = 4;

    /// <summary>The features.</summary>
    /// <param name="prefix">Role as names begin with it.</param>
    /// <param name="party">Role in words: the purchaser.</param>
    /// <param name="nobody">When the role itself is missing; <c>null</c> when it never is.</param>
    public static IReadOnlyList<Feature> Features(string prefix, string party, string? nobody)
    {
        string or = nobody is null ? "" : nobody + ", or ";
        return
        [
            new(prefix + "_audit_or_bond_refused_365d", "audits", $"Whether {party} refused an audit or a bond within 365 days, for whichever order", "0 or 1", 0, 1, or + "no audit, bond or refusal is known of it", "audits_and_bonds", "T36"),
            new(prefix + "_days_since_independent_audit", "audits", $"Days since {party} was last audited by somebody without another tie to seller or customer", "d", 0, 100_000, or + "no such audit is known", "audits_and_bonds", "T36"),
            new(prefix + "_auditor_chosen_by_interested", "audits", $"Whether the auditor of the latest audit of {party} that tells who chose it was chosen by the firm's sales or the customer; of several audits on one day, whether any was", "0 or 1", 0, 1, or + "no audit is known that tells it", "audits_and_bonds", "T32 T36"),
            new(prefix + "_bond_to_value_365d", "audits", $"Sum of the bonds of {party} that hold, for all its orders or for this one, over the value of its orders in 365 days, this order included, of 1 USD at least", "1", 0, 1e15, or + "no bond that holds tells its sum", "audits_and_bonds orders", "T36"),
        ];
    }

    /// <summary>Fills the columns.</summary>
    /// <param name="log">The log.</param>
    /// <param name="reading">The look.</param>
    /// <param name="state">What is known of the party.</param>
    /// <param name="orderedCents">Value of its orders in 365 days.</param>
    /// <param name="columns">The columns, all missing.</param>
    public static void Read(EventLog log, in Reading reading, PartyLedger state, long orderedCents, Span<double> columns)
    {
        long asOf = reading.AsOf, chosenAt = Missing.Moment, independentAt = Missing.Moment;
        bool any = !state.Bonds.IsEmpty, refused = false;
        foreach (int row in state.Audits)
        {
            ref readonly AuditOrBond told = ref log.AuditsAndBonds[row];
            any = true;
            if (told.HappenedAt > asOf) continue;
            if (told.Kind != AuditOrBondKind.Audit)
            {
                refused |= told.HappenedAt > asOf - (365 * Micros.PerDay);
                continue;
            }

            if (told.Independent == true) independentAt = Math.Max(independentAt, told.HappenedAt);
            if (told.ChosenBy == ChosenBy.Unknown || told.HappenedAt < chosenAt) continue;
            double interested = told.ChosenBy is ChosenBy.Sales or ChosenBy.Customer ? 1 : 0;
            columns[2] = told.HappenedAt == chosenAt ? Math.Max(columns[2], interested) : interested;
            chosenAt = told.HappenedAt;
        }

        if (any) columns[0] = refused ? 1 : 0;
        if (independentAt != Missing.Moment) columns[1] = (asOf - independentAt) / (double)Micros.PerDay;
        long bond = Add(log, state.Bonds.Of(reading.Order.Order), asOf, Add(log, state.Bonds.General, asOf, Missing.Amount));
        if (bond != Missing.Amount) columns[3] = bond / (double)Math.Max(100, orderedCents);
    }

    private static long Add(EventLog log, ReadOnlySpan<int> bonds, long asOf, long sum)
    {
        foreach (int row in bonds)
        {
            ref readonly AuditOrBond bond = ref log.AuditsAndBonds[row];
            bool holds = bond.HappenedAt <= asOf && (bond.ValidTo == Missing.Moment || asOf < bond.ValidTo + Micros.PerDay);
            if (holds && bond.BondCents != Missing.Amount) sum = Quantity.SumAtMost(sum == Missing.Amount ? 0 : sum, bond.BondCents);
        }

        return sum;
    }
}
