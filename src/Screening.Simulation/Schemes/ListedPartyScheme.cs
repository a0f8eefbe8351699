namespace Screening.Simulation;

/// <summary>
/// T21: a listed party, under its exact name or an alias, receives the goods on the way or uses them. An evasive case drops
/// a word of the name.
/// </summary>
/// <param name="Entry">Entry of the lists, from 0.</param>
/// <param name="ByAlias">The record carries an alias, where the entry has one.</param>
/// <param name="AsEndUser">Else as intermediate consignee.</param>
/// <param name="H100e">Compute ordered.</param>
internal sealed record ListedPartyScheme(int Entry, bool ByAlias, bool AsEndUser, double H100e) : DiversionScheme
{
    public override string Name => "listed_party";

    public override string Typologies => "T21";

    public override int DivertingOrders => 1;

    public static ListedPartyScheme Draw(Chance chance, bool strong) =>
        new(RestrictedLists.Known(chance), !strong && chance.Odds(0.4), chance.Odds(0.5), chance.LogBetween(strong ? 400 : 60, 1500)) { Evades = !strong && chance.Odds(0.5), Decoys = SomeDecoys(chance, strong) };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        RestrictedRow entry = telling.Cast.Lists.Entries[Entry];
        string[] aliases = entry.Aliases?.Split(';') ?? [];
        string[] words = entry.Name.Split(' ');
        string name = Evades ? string.Join(' ', [words[0], words[1], .. words[3..]]) : ByAlias && aliases.Length > 0 ? chance.Pick(aliases) : entry.Name;
        string country = chance.Pick<string>(["HK", "SG", "MY", "AE", "TR"]);
        int known = chance.Between(5, 60);
        PartyRow listed = telling.Party(AsEndUser ? "enterprise" : "forwarder", country, chance.Between(700, 5000), known, seed => seed with { Name = name });
        PartyRow front = AsEndUser ? listed : telling.Party("enterprise", telling.FrontCountry(), chance.Between(700, 5000), known - 1);
        OrderLine[] goods = telling.Servers(H100e);
        telling.OrdinaryBooks(front, Telling.ValueUsd(goods));
        telling.OrdinarySite(front, goods);
        telling.Decoys(front, Decoys);
        PartyRow purchaser = AsEndUser && chance.Odds(0.6) ? chance.Pick(telling.Cast.Roster.Resellers) : front;
        telling.Truth(this, front, telling.Order(purchaser, telling.Moment(), goods, draft => draft with
        {
            DestinationCountry = front.Country,
            Intermediate = AsEndUser ? null : listed,
            Ultimate = front,
            EndUser = front,
        }));
    }
}
