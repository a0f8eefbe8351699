using Screening.Parties;
using Screening.Records;

namespace Screening.Typologies;

/// <summary>The parties of an order whose names are like listed ones, in words: each explains itself, and says when a reviewer has put it aside.</summary>
/// <param name="log">The log that <paramref name="names"/> was learnt from.</param>
/// <param name="names">Names of parties and of list entries, as far as they are to count.</param>
/// <param name="dismissals">What reviewers have put aside.</param>
public sealed class ListHits(EventLog log, ListedNames names, Dismissals dismissals)
{
    private readonly Dictionary<(int Name, int Listed), IReadOnlyList<TokenExplanation>> _words = [];

    /// <summary>Those of an order: matches by role and score, then names that could not be compared.</summary>
    public IReadOnlyList<ListHit> Of(in OrderVersion order)
    {
        var matches = new List<ListMatch>();
        (_, int notComparable) = names.Match(log, order, matches);
        if (matches.Count == 0 && notComparable == 0) return [];
        return
        [
            .. matches.Select(Hit),
            .. names.Problems(log, order).Select(p => new ListHit(Role(p.Role), Name(p.Party), "", "", "") { PartyId = log.Symbols.Parties.Text(p.Party)!, Score = 0, IsExact = false, Problem = p.Problem }),
        ];
    }

    /// <summary>The name of a party; its id where none is known.</summary>
    public string Name(int party) => log.CurrentProfile(party) is not Missing.Symbol and int row && Text(log.Profiles[row].Name) is { } name ? name : log.Symbols.Parties.Text(party)!;

    private ListHit Hit(ListMatch match)
    {
        ref readonly RestrictedEntry entry = ref log.RestrictedEntries[match.Entry];
        ListedName listed = log.ListedNames[match.Name];
        string id = log.Symbols.Entries.Text(entry.Entry)!;
        int row = match.Entry;
        return new ListHit(Role(match.Role), Name(match.Party), Text(listed.Text) ?? id, Text(entry.List) ?? "", id)
        {
            PartyId = log.Symbols.Parties.Text(match.Party)!,
            Score = match.Score,
            IsExact = match.IsExact,
            IsHold = match.IsHold,
            NameKind = listed.Kind,
            Words = Words(match.Party, listed.Text),
            Circumstances = Country(match.Party, entry),
            Source = Text(entry.Source),
            PutAside = dismissals.Any ? dismissals.Of(log.Symbols.Parties.Text(match.Party)!, id, () => PartyFacts(match.Party), () => EntryFacts(row)) : null,
        };
    }

    private IReadOnlyList<TokenExplanation> Words(int party, int listed)
    {
        int row = log.CurrentProfile(party), name = row == Missing.Symbol ? Missing.Symbol : log.Profiles[row].Name;
        if (name == Missing.Symbol || listed == Missing.Symbol) return [];
        if (!_words.TryGetValue((name, listed), out IReadOnlyList<TokenExplanation>? words)) _words[(name, listed)] = words = log.NamePairs.Explain(Text(name)!, Text(listed)!);
        return words;
    }

    private List<Circumstance> Country(int party, in RestrictedEntry entry)
    {
        int row = log.CurrentProfile(party), country = row == Missing.Symbol ? Missing.Symbol : log.Profiles[row].Country;
        return country == Missing.Symbol || entry.Countries.Count == 0 ? [] : [Circumstance.OfCountry(CountryCode.Text(country)!, [.. entry.Countries.Select(c => CountryCode.Text(c)!)])];
    }

    private string PartyFacts(int party)
    {
        PartyProfile profile = log.Profiles[log.CurrentProfile(party)];
        return MatchFacts.OfParty(Text(profile.Name), CountryCode.Text(profile.Country), Text(profile.Address), Text(profile.RegistrationNumber));
    }

    private string EntryFacts(int row)
    {
        RestrictedEntry entry = log.RestrictedEntries[row];
        return MatchFacts.OfEntry(
            Text(entry.List) ?? "", Enumerable.Range(entry.FirstName, entry.Names).Select(n => (Text(log.ListedNames[n].Text) ?? "", log.ListedNames[n].Kind)), entry.Countries.Select(c => CountryCode.Text(c)!));
    }

    private string? Text(int symbol) => log.Symbols.Texts.Text(symbol);

    private static string Role(PartyRole role) => role switch
    {
        PartyRole.EndUser => "end user",
        PartyRole.UltimateConsignee => "ultimate consignee",
        PartyRole.Purchaser => "purchaser",
        PartyRole.IntermediateConsignee => "intermediate consignee",
        PartyRole.Payer => "payer",
        PartyRole.ForwardingAgent => "forwarding agent",
        PartyRole.Seller => "seller",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "unknown role"),
    };
}
