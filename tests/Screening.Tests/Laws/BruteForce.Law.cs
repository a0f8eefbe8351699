using Screening.Policies;
using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>Features of the law of the day, and of who owns whom: from docs/control-regime.md and the catalogue.</content>
internal sealed partial class BruteForce
{
    private void OfLaw(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        DateOnly day = DayOf(asOf);
        ControlClass[] classes = [.. order.Goods.Select(g => Class(g.Product, day))];
        int unknown = classes.Count(c => c == ControlClass.NotAssessable), strictest = classes.Max(Strictness);
        look["order_class_unknown_lines"] = unknown;
        look["order_control_strictness"] = unknown > 0 && strictest < 3 ? double.NaN : strictest;

        OrderVersion h = order.Header;
        int[] parties = [.. new[] { h.EndUser }.Concat(new[] { h.UltimateConsignee, h.Purchaser }.Where(p => p != Missing.Symbol)).Distinct()];
        (int Headquarters, int Parent)[] seats =
        [
            .. parties.Select(p => Profile(known, p) is { } profile ? (profile.HeadquartersCountry, profile.UltimateParentCountry) : (Missing.Symbol, Missing.Symbol)),
        ];
        long morning = (long)(day.ToDateTime(default) - DateTime.UnixEpoch).TotalMicroseconds;
        bool IsThere((int Headquarters, int Parent) seat) => IsOfConcern(seat.Headquarters, morning) || IsOfConcern(seat.Parent, morning);
        bool IsUnknown((int Headquarters, int Parent) seat) => seat.Headquarters == Missing.Symbol || seat.Parent == Missing.Symbol;
        look["order_recipients_of_concern"] = seats.Any(IsThere) || !seats.Any(IsUnknown) ? seats.Count(IsThere) : double.NaN;
        foreach (RegimeReading reading in new[] { RegimeReading.Enforced, RegimeReading.Codified })
        {
            string name = reading == RegimeReading.Enforced ? "enforced" : "codified";
            bool?[] needs = [.. classes.Select(c => Needs(c, reading, h.DestinationCountry, day, morning, seats.Any(IsThere), seats.Any(IsUnknown)))];
            bool?[] bare = [.. needs.Where((_, i) => !order.Goods[i].Line.IsLicensed)];
            look[$"order_licence_needed_{name}"] = needs.Contains(true) ? 1 : needs.Contains(null) ? double.NaN : 0;
            look[$"order_unlicensed_lines_{name}"] = bare.Contains(true) || !bare.Contains(null) ? bare.Count(n => n == true) : double.NaN;
        }
    }

    private static int Strictness(ControlClass c) => c switch
    {
        ControlClass.Part3A090A or ControlClass.System4A090A => 3,
        ControlClass.Part3A090B or ControlClass.System4A090B => 2,
        ControlClass.Memory3A090C or ControlClass.Notified => 1,
        ControlClass.None => 0,
        _ => -1,
    };

    private bool? Needs(ControlClass c, RegimeReading reading, int destination, DateOnly day, long morning, bool isConcern, bool isUnknown)
    {
        if (c == ControlClass.NotAssessable) return null;
        if (c == ControlClass.None) return false;
        LicenceRule[] rules = [.. world.Law.Rules.Where(r => r.Reading == reading && r.Classes.Contains(c) && (r.ValidFrom ?? DateOnly.MinValue) <= day && day <= (r.ValidTo ?? DateOnly.MaxValue))];
        bool Is(string place) => place == "any" || (place.Length == 2 ? CountryCode.Of(place) == Law(destination) : IsIn(place, Law(destination), morning));
        bool Reaches(LicenceRule r) => !r.Outside.Any(Is) && (r.Always.Any(Is) || (r.UnlessPartner.Any(Is) && !r.Partners.Any(Is)));
        bool isTold = destination != Missing.Symbol;
        if (rules.Any(r => (r.Headquarters && isConcern) || (isTold && Reaches(r)))) return true;
        return rules.Length > 0 && isTold && !rules.Any(r => (r.Headquarters && isUnknown) || r.Verified.Contains('U', StringComparison.Ordinal)) ? false : null;
    }

    private decimal? Limit(string key, DateOnly day) => world.Law.Thresholds.SingleOrDefault(t => t.Key == key && (t.ValidFrom ?? DateOnly.MinValue) <= day && day <= (t.ValidTo ?? DateOnly.MaxValue))?.Value;

    private ControlClass Class(Product? product, DateOnly day)
    {
        if (product is not { } p) return ControlClass.NotAssessable;
        ControlClass figures = ByFigures(p, day);

        // A name of the world is a number; the law's patterns name it.
        ControlClass named = world.Law.Overrides.Where(o => o.Pattern.EndsWith(p.Name.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) && o.HoldsOn(day))
            .Select(o => o.Class).DefaultIfEmpty(ControlClass.NotAssessable).Single();
        ControlClass decided = Strictness(named) > Strictness(figures) ? named : figures;
        if (decided != ControlClass.NotAssessable) return decided;
        return p.ControlClass switch
        {
            CoarseWorld.ToldPartA => ControlClass.Part3A090A,
            CoarseWorld.ToldSystemB => ControlClass.System4A090B,
            CoarseWorld.ToldOther when p.Class == ProductClass.Other && p.Tpp == Missing.Amount => ControlClass.None,
            _ => ControlClass.NotAssessable,
        };
    }

    private ControlClass ByFigures(Product p, DateOnly day)
    {
        bool told = p.Tpp != Missing.Amount, bandwidth = !double.IsNaN(p.MemoryBandwidthDensity);
        if (p.Class == ProductClass.Memory || p.Material == PackagingMaterial.Hbm || (p.Class == ProductClass.Other && !told && bandwidth))
        {
            if (!bandwidth || Limit("3A090.c.bandwidth_density_above", day) is not { } above) return ControlClass.NotAssessable;
            return (decimal)p.MemoryBandwidthDensity > above ? ControlClass.Memory3A090C : ControlClass.None;
        }

        if (!told) return p.Class == ProductClass.PackagingMaterial ? ControlClass.None : ControlClass.NotAssessable;
        bool isServer = p.Class == ProductClass.Server, isCounted = p.Accelerators != Missing.Amount;
        if (isServer && !isCounted && p.Tpp >= 1600) return ControlClass.NotAssessable;
        long tpp = isServer && isCounted && p.Accelerators > 1 ? p.Tpp / p.Accelerators : p.Tpp;
        decimal? density = !double.IsNaN(p.PerformanceDensity) ? (decimal)p.PerformanceDensity : !double.IsNaN(p.DieAreaMm2) ? tpp / (decimal)p.DieAreaMm2 : null;
        char letter = tpp >= Limit("3A090.a.tpp", day) ? 'a'
            : tpp < 1600 ? '-'
            : density is not { } d ? '?'
            : d >= 5.92m ? 'a'
            : (tpp is >= 2400 and < 4800 && d >= 1.6m) || d >= 3.2m ? 'b' : '-';
        if (letter is 'a' or 'b' && tpp < 4800) letter = p.MarketedForDatacentre switch { true => letter, false => '-', null => '?' };
        return letter switch
        {
            'a' => isServer ? ControlClass.System4A090A : ControlClass.Part3A090A,
            'b' => isServer ? ControlClass.System4A090B : ControlClass.Part3A090B,
            '-' => ControlClass.None,
            _ => ControlClass.NotAssessable,
        };
    }

    private void OfOwners(Dictionary<string, double> look, int known, string role, int party, long asOf)
    {
        PartyEvent[] changes =
        [
            .. facts.Take(known).OfType<PartyEventFact>().Select((f, i) => (f.Row, i)).GroupBy(e => e.Row.Id == Missing.Symbol ? (-1, e.i) : (e.Row.Id, 0)).Select(g => g.Last().Row)
                .Where(e => e.Kind == PartyEventKind.Ownership && e.Owner != Missing.Symbol && e.HappenedAt <= asOf),
        ];
        HashSet<int> above = [party];
        for (int before = 0; before < above.Count;)
        {
            before = above.Count;
            above.UnionWith(changes.Where(e => above.Contains(e.Party)).Select(e => e.Owner).ToArray());
        }

        EntryFact[] entries = [.. facts.Take(known).OfType<EntryFact>().GroupBy(e => e.Row.Entry).Select(tellings => tellings.Last())];
        bool IsListed(int one) => WorldNames.IsListed(Profile(known, one), entries);
        bool isUntold = party == Missing.Symbol || above.Count == 1 || entries.Length == 0;
        var held = changes.Where(e => above.Contains(e.Party)).GroupBy(e => (e.Owner, e.Party)).ToDictionary(
            g => g.Key, g => g.Where(e => !double.IsNaN(e.ShareHeld)).OrderBy(e => e.HappenedAt).ThenBy(e => e.ShareHeld).Select(e => (decimal?)e.ShareHeld).LastOrDefault());
        Dictionary<int, decimal> along = Settle(held, above, IsListed, share => share), inLaw = Settle(held, above, IsListed, share => share >= 0.5m ? 1 : 0);
        look[$"{role}_owners_told"] = party == Missing.Symbol ? double.NaN : above.Count - 1;
        look[$"{role}_listed_share"] = isUntold ? double.NaN : (double)along[party];
        look[$"{role}_listed_share_in_law"] = isUntold ? double.NaN : (double)inLaw[party];
        look[$"{role}_listed_share_is_least"] = isUntold ? double.NaN : held.Any(h => h.Value is null && (IsListed(h.Key.Owner) || along[h.Key.Owner] > 0)) ? 1 : 0;
    }

    private static Dictionary<int, decimal> Settle(Dictionary<(int Owner, int Party), decimal?> held, HashSet<int> parties, Func<int, bool> isListed, Func<decimal, decimal> counts)
    {
        var shares = parties.ToDictionary(p => p, _ => 0m);
        for (int round = 0; round < 2000; round++)
        {
            var next = parties.ToDictionary(
                p => p, p => Math.Min(1, held.Where(h => h.Key.Party == p).Sum(h => isListed(h.Key.Owner) ? h.Value ?? 0 : Math.Floor((h.Value ?? 0) * counts(shares[h.Key.Owner]) * 1_000_000_000) / 1_000_000_000)));
            if (parties.All(p => next[p] == shares[p])) return shares;
            shares = next;
        }

        throw new InvalidOperationException("a ring of this world does not settle; the law on looks is for those that do");
    }
}
