using Screening.Parties;

namespace Screening.Data.Lists;

/// <summary>An entry in a difference.</summary>
/// <param name="EntryId">Entry.</param>
/// <param name="ListId">List.</param>
/// <param name="Name">Name, of the newer version where there is one.</param>
/// <param name="Changes">What differs: name, aliases, country, address, identifiers, licence; empty for one that came or went.</param>
public sealed record ListChange(string EntryId, string ListId, string Name, IReadOnlyList<string> Changes);

/// <summary>Who came, went and changed between two versions of lists.</summary>
/// <param name="Before">Entries before.</param>
/// <param name="After">Entries after.</param>
/// <param name="Added">Who came.</param>
/// <param name="Removed">Who went.</param>
/// <param name="Changed">Who changed. An entry that went and came again under one name and list with another number counts as changed.</param>
public sealed record ListDiff(int Before, int After, IReadOnlyList<ListChange> Added, IReadOnlyList<ListChange> Removed, IReadOnlyList<ListChange> Changed)
{
    /// <summary>The difference.</summary>
    public static ListDiff Of(IReadOnlyList<ListEntry> before, IReadOnlyList<ListEntry> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<string, ListEntry> old = before.ToDictionary(e => e.EntryId, StringComparer.Ordinal), now = after.ToDictionary(e => e.EntryId, StringComparer.Ordinal);
        var changed = new List<ListChange>();
        foreach (ListEntry entry in after)
        {
            if (old.TryGetValue(entry.EntryId, out ListEntry? was) && Changes(was, entry) is { Count: > 0 } changes) changed.Add(new ListChange(entry.EntryId, entry.ListId, entry.Name, changes));
        }

        List<ListEntry> came = [.. after.Where(e => !old.ContainsKey(e.EntryId))], gone = [.. before.Where(e => !now.ContainsKey(e.EntryId))];
        ILookup<(string, string), ListEntry> byName = came.ToLookup(e => (e.ListId, NameKey.Of(e.Name)));
        HashSet<string> renumbered = [];
        foreach (ListEntry entry in gone)
        {
            if (byName[(entry.ListId, NameKey.Of(entry.Name))].FirstOrDefault(e => !renumbered.Contains(e.EntryId)) is not { } again) continue;
            renumbered.UnionWith([again.EntryId, entry.EntryId]);
            changed.Add(new ListChange(again.EntryId, again.ListId, again.Name, ["number", .. Changes(entry, again)]));
        }

        return new ListDiff(
            before.Count, after.Count, [.. came.Where(e => !renumbered.Contains(e.EntryId)).Select(Plain)], [.. gone.Where(e => !renumbered.Contains(e.EntryId)).Select(Plain)],
            [.. changed.OrderBy(c => c.EntryId, StringComparer.Ordinal)]);
    }

    private static ListChange Plain(ListEntry entry) => new(entry.EntryId, entry.ListId, entry.Name, []);

    private static List<string> Changes(ListEntry was, ListEntry now)
    {
        var changes = new List<string>();
        if (was.Name != now.Name) changes.Add("name");
        if (!was.Aliases.SequenceEqual(now.Aliases) || !was.WeakAliases.SequenceEqual(now.WeakAliases)) changes.Add("aliases");
        if (!was.Countries.SequenceEqual(now.Countries)) changes.Add("country");
        if (was.Address != now.Address) changes.Add("address");
        if (!was.Identifiers.SequenceEqual(now.Identifiers) || !was.DatesOfBirth.SequenceEqual(now.DatesOfBirth)) changes.Add("identifiers");
        if (was.LicenceRequirement != now.LicenceRequirement || was.Programmes != now.Programmes) changes.Add("licence");
        return changes;
    }
}
