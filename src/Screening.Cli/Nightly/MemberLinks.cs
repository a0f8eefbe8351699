using Screening.Alerts;
using Screening.Records;
using Screening.Typologies;

namespace Screening.Cli.Nightly;

/// <summary>By what the parties of a group are linked, as far as their latest profiles and the standing changes of owners and directors say; see <see cref="Features.Linker"/>.</summary>
internal static class MemberLinks
{
    private const int MostNames = 5;

    /// <summary>One sentence for each value that two or more members share, such as "one telephone: A, B"; none for a party alone.</summary>
    /// <param name="log">The log.</param>
    /// <param name="members">The parties, in the order in which they are named.</param>
    /// <param name="words">Names them.</param>
    public static IReadOnlyList<string> Of(EventLog log, IReadOnlyList<int> members, OrderWords words)
    {
        if (members.Count < 2) return [];
        HashSet<int> wanted = [.. members];
        var sharers = new SortedDictionary<(int Kind, int Value), SortedSet<int>>();
        void Share(int kind, int value, int party)
        {
            if (value == Missing.Symbol) return;
            if (!sharers.TryGetValue((kind, value), out SortedSet<int>? parties)) sharers[(kind, value)] = parties = [];
            parties.Add(party);
        }

        foreach (int party in members)
        {
            int row = log.CurrentProfile(party);
            if (row == Missing.Symbol) continue;
            ref readonly PartyProfile profile = ref log.Profiles[row];
            Share(2, profile.UltimateParent, party);
            Share(3, profile.Phone, party);
            if (!profile.AddressIsHub) Share(4, profile.Address, party);
            Share(5, profile.EmailDomain, party);
        }

        foreach (int row in log.PartyEvents.Each())
        {
            ref readonly PartyEvent told = ref log.PartyEvents[row];
            if (!told.IsGone && wanted.Contains(told.Party) && told.Kind is PartyEventKind.Ownership or PartyEventKind.Director)
                Share(told.Kind == PartyEventKind.Ownership ? 0 : 1, told.Person, told.Party);
        }

        return [.. sharers.Where(s => s.Value.Count > 1).Select(s => $"{Kind(s.Key.Kind)}: {Named(members, s.Value, words)}").Distinct(StringComparer.Ordinal)];
    }

    private static string Named(IReadOnlyList<int> members, SortedSet<int> sharing, OrderWords words)
    {
        List<string> names = [.. members.Where(sharing.Contains).Select(words.Name)];
        return string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {Words.Count(names.Count - MostNames, "other")}" : "");
    }

    private static string Kind(int kind) => kind switch
    {
        0 => "one owner, by changes of ownership",
        1 => "one director",
        2 => "one ultimate parent",
        3 => "one telephone",
        4 => "one address",
        _ => "one e-mail domain",
    };
}
