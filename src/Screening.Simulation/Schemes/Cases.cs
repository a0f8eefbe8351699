namespace Screening.Simulation;

/// <summary>Which cases a world has, and on which days.</summary>
internal static class Cases
{
    private static readonly Func<Chance, bool, DiversionScheme>[] s_schemes =
    [
        CapacityScheme.Draw, NewFirmScheme.Draw, OwnershipScheme.Draw, SplitScheme.Draw, TransshipmentScheme.Draw, BalanceSheetScheme.Draw,
        ProportionScheme.Draw, ListedPartyScheme.Draw,
    ];

    /// <summary>One strong case of each scheme on the last day, where the world has room, then cases until the share is reached.</summary>
    public static List<Case> Draw(WorldOptions options)
    {
        List<Case> cases = [];
        int budget = (int)Math.Round(options.Orders * options.DiversionShare), orders = 0;
        bool lastDay = options is { DiversionShare: > 0, Days: >= 60, Orders: >= 1500 };
        for (int index = 0, misfits = 0; misfits < 16; index++)
        {
            bool strong = lastDay && index < s_schemes.Length;
            if (!strong && orders >= budget) break;
            Chance chance = new(options.Seed, StoryKind.Scheme, index);
            DiversionScheme scheme = s_schemes[index % s_schemes.Length](chance, strong);
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
