namespace Screening.Simulation;

/// <summary>Which cases a world has, and on which days.</summary>
internal static class Cases
{
    /// <summary>How many schemes, the first ones, have a strong case for a first look.</summary>
    private const int ShownFirst = 8;

    private static readonly (string Name, Func<CaseDraw, DiversionScheme> Draw)[] s_schemes =
    [
        ("capacity", CapacityScheme.Draw), ("new_firm", NewFirmScheme.Draw), ("ownership", OwnershipScheme.Draw), ("split", SplitScheme.Draw), ("transshipment", TransshipmentScheme.Draw),
        ("balance_sheet", BalanceSheetScheme.Draw), ("proportion", ProportionScheme.Draw), ("listed_party", ListedPartyScheme.Draw), ("false_end_use", FalseEndUseScheme.Draw),
        ("sub_threshold", SubThresholdScheme.Draw), ("blind_chain", BlindChainScheme.Draw), ("mass_balance", MassBalanceScheme.Draw), ("stockpile", StockpileScheme.Draw), ("surge", SurgeScheme.Draw),
        ("rank_rise", RankRiseScheme.Draw), ("absent_end_user", AbsentEndUserScheme.Draw), ("unaware_end_user", UnawareEndUserScheme.Draw), ("stale_statement", StaleStatementScheme.Draw),
        ("shell", ShellScheme.Draw), ("detour", DetourScheme.Draw), ("dwell", DwellScheme.Draw), ("forwarder_consignee", ForwarderConsigneeScheme.Draw), ("late_change", LateChangeScheme.Draw),
        ("relabelled", RelabelledScheme.Draw), ("hub_consignee", HubConsigneeScheme.Draw), ("domestic_front", DomesticFrontScheme.Draw), ("paid_by_others", PaidByOthersScheme.Draw),
        ("gone_dark", GoneDarkScheme.Draw), ("released_hold", ReleasedHoldScheme.Draw), ("sales_ring", SalesRingScheme.Draw), ("materials", MaterialsScheme.Draw), ("tipped", TippedScheme.Draw),
        ("refused_audit", RefusedAuditScheme.Draw), ("listed_owner", ListedOwnerScheme.Draw),
    ];

    /// <summary>Names of all schemes.</summary>
    public static IEnumerable<string> Names => s_schemes.Select(scheme => scheme.Name);

    /// <summary>For a first look one strong case of each of the first schemes on the last day, then cases of the family's mix until the share is reached.</summary>
    public static List<Case> Draw(WorldOptions options)
    {
        List<Case> cases = [];
        double[] mix = [.. s_schemes.Select(scheme => options.Family.Value(Knobs.Weight("scheme." + scheme.Name)))];
        int budget = (int)Math.Round(options.Orders * options.DiversionShare), orders = 0;
        for (int index = 0, misfits = 0; misfits < 32; index++)
        {
            bool strong = options.HasShowcase && index < ShownFirst;
            if (!strong && orders >= budget) break;
            Chance chance = new(options.Seed, StoryKind.Scheme, index);
            DiversionScheme scheme = s_schemes[strong ? index : chance.Weighted(mix)].Draw(new(chance, options.Family, strong));
            DateOnly day = strong ? options.LastDay : Weekday(options.FirstDay.AddDays(chance.Between(Math.Min(30, options.Days / 3), options.Days - 1)), options);
            if (!strong && orders + scheme.Orders > budget)
            {
                misfits++;
                continue;
            }

            cases.Add(new(index, scheme, day));
            orders += scheme.Orders;
        }

        return cases;
    }

    public static DateOnly Weekday(DateOnly day, WorldOptions options)
    {
        DateOnly moved = day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(-1), DayOfWeek.Sunday => day.AddDays(-2), _ => day };
        return moved < options.FirstDay ? day : moved;
    }
}

/// <summary>One case: its number, its scheme and the day of its main order.</summary>
internal sealed record Case(int Index, DiversionScheme Scheme, DateOnly Day);
