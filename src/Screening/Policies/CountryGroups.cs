using Screening.Records;

namespace Screening.Policies;

/// <summary>
/// Country groups of the Export Administration Regulations and hubs named by notices, each membership with the days it held.
/// </summary>
public sealed class CountryGroups
{
    private readonly Dictionary<string, List<Membership>> _groups = new(StringComparer.Ordinal);
    private readonly int[] _law = new int[CountryCode.Count];

    /// <summary>Makes the groups from memberships and aliases in law (Hong Kong is China for the law).</summary>
    public CountryGroups(IEnumerable<(string Group, int Country, long ValidFrom, long ValidTo)> members, IEnumerable<(int Country, int TreatedAs)> aliases)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(aliases);
        for (int country = 0; country < _law.Length; country++) _law[country] = country;
        foreach ((int country, int treatedAs) in aliases) _law[country] = treatedAs;
        foreach ((string group, int country, long from, long to) in members)
        {
            if (!_groups.TryGetValue(group, out List<Membership>? list)) _groups[group] = list = [];
            list.Add(new Membership(country, from, to));
        }
    }

    private CountryGroups(CountryGroups groups, LawTables law) => (_groups, _law, Law) = (groups._groups, groups._law, law);

    /// <summary>The tables whose rules name the groups; none when only the groups were read.</summary>
    public LawTables Law { get; } = LawTables.None;

    /// <summary>The first moments of memberships, and the moments after their last: nobody's place changes but at one of them.</summary>
    public IEnumerable<long> Changes => _groups.Values.SelectMany(members => members).SelectMany(m => (long[])[m.ValidFrom, m.ValidTo == long.MaxValue ? m.ValidTo : m.ValidTo + 1]);

    /// <summary>The same groups with the tables whose rules name them.</summary>
    public CountryGroups With(LawTables law) => new(this, law);

    /// <summary>Whether a country was in a group at a moment, as it stands; an alias in law is not followed.</summary>
    public bool IsIn(string group, int country, long at)
    {
        if (country == Missing.Symbol || !_groups.TryGetValue(group, out List<Membership>? members)) return false;
        foreach (Membership member in members)
        {
            if (member.Country == country && member.ValidFrom <= at && at <= member.ValidTo) return true;
        }

        return false;
    }

    /// <summary>The country whose place in law a country has: China for Hong Kong, itself for most; nothing for <see cref="Missing.Symbol"/>.</summary>
    public int InLaw(int country) => country == Missing.Symbol ? country : _law[country];

    /// <summary>Whether a country was in a group at a moment, itself or as what the law treats it as.</summary>
    public bool IsInByLaw(string group, int country, long at) => IsIn(group, country, at) || (country != Missing.Symbol && IsIn(group, _law[country], at));

    /// <summary>2 for a hub named by BIS, FinCEN or Tri-Seal notices, 1 for one named in the source documents, else 0 (DOMAIN T05).</summary>
    public int HubTier(int country, long at) =>
        IsIn("transshipment-official", country, at) ? 2 : IsIn("transshipment-seed", country, at) ? 1 : 0;

    /// <summary>
    /// 2 for a destination under arms embargo (D:5) or Macau, 1 for one in D:1 or D:4 that is not in A:5 or A:6, else 0: the
    /// enforced predicate for 3A090.a, which A:5 and A:6 never lift from D:5 or Macau. Aliases in law are followed.
    /// </summary>
    public int ControlTier(int country, long at)
    {
        if (country == Missing.Symbol) return 0;
        int law = _law[country];
        if (IsOfConcern(country, at)) return 2;
        bool controlled = IsIn("D:1", law, at) || IsIn("D:4", law, at);
        return controlled && !IsIn("A:5", law, at) && !IsIn("A:6", law, at) ? 1 : 0;
    }

    /// <summary>Whether headquarters or an ultimate parent there bring a party under the headquarters rule: D:5 or Macau, aliases followed.</summary>
    public bool IsOfConcern(int country, long at) =>
        country != Missing.Symbol
        && (IsIn("D:5", _law[country], at) || IsIn("country-of-concern-headquarters", _law[country], at));

    private readonly record struct Membership(int Country, long ValidFrom, long ValidTo);
}
