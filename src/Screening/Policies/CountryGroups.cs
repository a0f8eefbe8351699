using Screening.Records;

namespace Screening.Policies;

/// <summary>
/// Country groups of the Export Administration Regulations and hubs named by notices, each membership with the days it held.
/// </summary>
public sealed class CountryGroups
{
    private static readonly Group s_nobody = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly int[] _law = new int[CountryCode.Count];

    // Asked of every order and each of its legs, parties and payments.
    private readonly Group _officialHubs, _seedHubs, _a5, _a6, _d1, _d4, _d5, _ofConcern;

    /// <summary>Makes the groups from memberships and aliases in law (Hong Kong is China for the law).</summary>
    public CountryGroups(IEnumerable<(string Group, int Country, long ValidFrom, long ValidTo)> members, IEnumerable<(int Country, int TreatedAs)> aliases)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(aliases);
        for (int country = 0; country < _law.Length; country++) _law[country] = country;
        foreach ((int country, int treatedAs) in aliases) _law[country] = treatedAs;
        foreach ((string group, int country, long from, long to) in members)
        {
            if (!_groups.TryGetValue(group, out Group? told)) _groups[group] = told = new Group();
            told.Add(country, from, to);
        }

        (_officialHubs, _seedHubs, _ofConcern) = (Of("transshipment-official"), Of("transshipment-seed"), Of("country-of-concern-headquarters"));
        (_a5, _a6, _d1, _d4, _d5) = (Of("A:5"), Of("A:6"), Of("D:1"), Of("D:4"), Of("D:5"));
    }

    /// <summary>The tables whose rules name the groups; none when only the groups were read.</summary>
    public LawTables Law { get; private set; } = LawTables.None;

    /// <summary>The first moments of memberships, and the moments after their last: nobody's place changes but at one of them.</summary>
    public IEnumerable<long> Changes => _groups.Values.SelectMany(group => group.All).SelectMany(m => (long[])[m.ValidFrom, m.ValidTo == long.MaxValue ? m.ValidTo : m.ValidTo + 1]);

    /// <summary>The same groups with the tables whose rules name them.</summary>
    public CountryGroups With(LawTables law)
    {
        var with = (CountryGroups)MemberwiseClone();
        with.Law = law;
        return with;
    }

    /// <summary>Whether a country was in a group at a moment, as it stands; an alias in law is not followed.</summary>
    public bool IsIn(string group, int country, long at) => Of(group).Has(country, at);

    /// <summary>The country whose place in law a country has: China for Hong Kong, itself for most; nothing for <see cref="Missing.Symbol"/>.</summary>
    public int InLaw(int country) => country == Missing.Symbol ? country : _law[country];

    /// <summary>Whether a country was in a group at a moment, itself or as what the law treats it as.</summary>
    public bool IsInByLaw(string group, int country, long at) => IsIn(group, country, at) || (country != Missing.Symbol && IsIn(group, _law[country], at));

    /// <summary>2 for a hub named by BIS, FinCEN or Tri-Seal notices, 1 for one named in the source documents, else 0 (DOMAIN T05).</summary>
    public int HubTier(int country, long at) =>
        _officialHubs.Has(country, at) ? 2 : _seedHubs.Has(country, at) ? 1 : 0;

    /// <summary>
    /// 2 for a destination under arms embargo (D:5) or Macau, 1 for one in D:1 or D:4 that is not in A:5 or A:6, else 0: the
    /// enforced predicate for 3A090.a, which A:5 and A:6 never lift from D:5 or Macau. Aliases in law are followed.
    /// </summary>
    public int ControlTier(int country, long at)
    {
        if (country == Missing.Symbol) return 0;
        int law = _law[country];
        if (IsOfConcern(country, at)) return 2;
        bool controlled = _d1.Has(law, at) || _d4.Has(law, at);
        return controlled && !_a5.Has(law, at) && !_a6.Has(law, at) ? 1 : 0;
    }

    /// <summary>Whether headquarters or an ultimate parent there bring a party under the headquarters rule: D:5 or Macau, aliases followed.</summary>
    public bool IsOfConcern(int country, long at) =>
        country != Missing.Symbol
        && (_d5.Has(_law[country], at) || _ofConcern.Has(_law[country], at));

    private Group Of(string group) => _groups.GetValueOrDefault(group, s_nobody);

    /// <summary>When each country was in a group.</summary>
    private sealed class Group
    {
        private readonly List<Membership>?[] _ofCountry = new List<Membership>?[CountryCode.Count];

        public IEnumerable<Membership> All => _ofCountry.SelectMany(memberships => memberships ?? []);

        public void Add(int country, long validFrom, long validTo) => (_ofCountry[country] ??= []).Add(new Membership(validFrom, validTo));

        public bool Has(int country, long at)
        {
            if (country == Missing.Symbol || _ofCountry[country] is not { } memberships) return false;
            foreach (Membership membership in memberships)
            {
                if (membership.ValidFrom <= at && at <= membership.ValidTo) return true;
            }

            return false;
        }
    }

    private readonly record struct Membership(long ValidFrom, long ValidTo);
}
