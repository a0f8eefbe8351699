using System.Globalization;
using System.Runtime.CompilerServices;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Typologies;

namespace Screening.Alerts;

/// <summary>Fills names, countries and goods of an order into sentences: see <see cref="Mention"/>. What it knows is what the log knows at its end.</summary>
/// <param name="log">The log.</param>
/// <param name="countries">Country groups.</param>
/// <param name="asOf">The moment of the look.</param>
/// <param name="legs">The legs of the log's orders, where many looks share them; made when first needed if not given.</param>
public sealed class OrderWords(EventLog log, CountryGroups countries, long asOf, LegsByOrder? legs = null)
{
    private const int MostGoods = 2;
    private LegsByOrder? _legs = legs;

    /// <summary>A party's name, or its id when none is known.</summary>
    public string Name(int party) => log.CurrentProfile(party) is not Missing.Symbol and int row && log.Profiles[row].Name != Missing.Symbol
        ? log.Symbols.Texts.Text(log.Profiles[row].Name)!
        : log.Symbols.Parties.Text(party)!;

    /// <summary>A party's name with its id; the id alone when no name is known.</summary>
    public string NameAndId(int party)
    {
        (string name, string id) = (Name(party), log.Symbols.Parties.Text(party)!);
        return name == id ? id : $"{name} ({id})";
    }

    /// <summary>A product's name.</summary>
    public string Product(int product)
    {
        int row = log.CurrentProduct(product);
        return row == Missing.Symbol ? log.Symbols.Products.Text(product)! + " (unknown product)" : log.Symbols.Texts.Text(log.Products[row].Name)!;
    }

    /// <summary>The lines of an order: quantity and product.</summary>
    public IReadOnlyList<string> Lines(OrderVersion order) =>
    [
        .. Enumerable.Range(0, order.Lines).Select(i => log.LineOf(order, i)).Select(line => FormattableString.Invariant($"{line.QuantityThousandths / 1000m:#,0.###} x {Product(line.Product)}")),
    ];

    /// <summary>Newest telling of each leg of an order, by shipment and number of the leg.</summary>
    public IReadOnlyList<int> Legs(int order) => (_legs ??= new LegsByOrder(log)).Of(order);

    /// <summary>A sentence with whose it is. A party other than the alert's subject is named with its id where it is first spoken of, and then by its role.</summary>
    /// <param name="sentence">With marks.</param>
    /// <param name="order">The order that it is of.</param>
    /// <param name="subject">The party whose name stands over the sentence; <see cref="Missing.Symbol"/> for none.</param>
    public string Fill(string sentence, in OrderVersion order, int subject)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (!sentence.Contains('{', StringComparison.Ordinal)) return sentence;
        // The subject, and each of the four roles that a mark can name.
        Span<int> named = stackalloc int[5];
        named[0] = subject;
        int names = 1;
        var filled = new DefaultInterpolatedStringHandler(sentence.Length, 0, CultureInfo.InvariantCulture);
        for (int at = 0; Mention.Next(sentence, ref at, out ReadOnlySpan<char> part, out bool isMark);)
        {
            if (isMark) filled.AppendLiteral(Of(part, order, named, ref names));
            else filled.AppendFormatted(part);
        }

        return filled.ToStringAndClear();
    }

    private string Of(ReadOnlySpan<char> mark, in OrderVersion order, Span<int> named, ref int names) => mark switch
    {
        Mention.Purchaser => Party("the purchaser", order.Purchaser, named, ref names),
        Mention.EndUser => Party("the end user", order.EndUser, named, ref names),
        Mention.Consignee => Party("the ultimate consignee", order.UltimateConsignee, named, ref names),
        Mention.Seller => Party("the seller", order.Seller, named, ref names),
        Mention.Subject => Party(
            order.EndUser != Missing.Symbol ? "the end user" : order.UltimateConsignee != Missing.Symbol ? "the ultimate consignee" : "the purchaser", order.Subject, named, ref names),
        Mention.Destination => order.DestinationCountry == Missing.Symbol ? "" : $" ({CountryCode.Text(order.DestinationCountry)})",
        Mention.Hub => Bracket(Hubs(order)),
        Mention.End => Bracket(Ends(order)),
        Mention.Goods => Goods(order),
        Mention.EndUserParent => Parents(order.EndUser),
        Mention.PurchaserParent => Parents(order.Purchaser),
        _ => mark.ToString(),
    };

    /// <summary>The parties of an order as far as they are named, end user first.</summary>
    public IEnumerable<AlertParty> Parties(OrderVersion order) =>
        new (PartyRole Role, int Party)[]
        {
            (PartyRole.EndUser, order.EndUser), (PartyRole.UltimateConsignee, order.UltimateConsignee), (PartyRole.Purchaser, order.Purchaser),
            (PartyRole.IntermediateConsignee, order.IntermediateConsignee), (PartyRole.Payer, order.Payer), (PartyRole.ForwardingAgent, order.ForwardingAgent), (PartyRole.Seller, order.Seller),
        }.Where(p => p.Party >= 0).Select(p => new AlertParty(Role(p.Role), log.Symbols.Parties.Text(p.Party)!, Name(p.Party)));

    /// <summary>A role in words.</summary>
    public static string Role(PartyRole role) => role switch
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

    private string Party(string role, int party, Span<int> named, ref int names)
    {
        if (party == Missing.Symbol) return role + " (not named)";
        if (named[..names].Contains(party)) return role;
        named[names++] = party;
        return $"{role} {NameAndId(party)}";
    }

    private List<int> Hubs(in OrderVersion order)
    {
        List<int> way = [order.ShipToCountry, order.DestinationCountry];
        foreach (int row in Legs(order.Order)) way.AddRange([log.Legs[row].FromCountry, log.Legs[row].ToCountry]);
        int tier = way.Max(country => countries.HubTier(country, asOf));
        return tier == 0 ? [] : [.. way.Where(country => countries.HubTier(country, asOf) == tier)];
    }

    private List<int> Ends(in OrderVersion order)
    {
        int destination = order.DestinationCountry;
        return [.. Legs(order.Order).GroupBy(row => log.Legs[row].Shipment).Select(legs => log.Legs[legs.Last()].ToCountry).Where(country => country != destination)];
    }

    private string Parents(int party)
    {
        int row = party == Missing.Symbol ? Missing.Symbol : log.CurrentProfile(party);
        if (row == Missing.Symbol) return "";
        return Bracket(((int[])[log.Profiles[row].HeadquartersCountry, log.Profiles[row].UltimateParentCountry]).Where(country => countries.IsOfConcern(country, asOf)));
    }

    private string Goods(in OrderVersion order)
    {
        var goods = new List<string>();
        for (int i = 0; i < order.Lines; i++)
        {
            OrderLine line = log.LineOf(order, i);
            int row = log.CurrentProduct(line.Product);
            if (row == Missing.Symbol || log.Products[row].Controlled != true) continue;
            string told = log.Products[row].ControlClass == Missing.Symbol ? "" : ", class " + log.Symbols.Texts.Text(log.Products[row].ControlClass);
            goods.Add(string.Create(CultureInfo.InvariantCulture, $"{line.QuantityThousandths / 1000m:#,0.###} x {Product(line.Product)}{told}"));
        }

        string more = goods.Count > MostGoods ? $"; and {Words.Count(goods.Count - MostGoods, "line")} more" : "";
        return goods.Count == 0 ? "" : $" ({string.Join("; ", goods.Take(MostGoods))}{more})";
    }

    private static string Bracket(IEnumerable<int> countries)
    {
        List<string> known = [.. countries.Where(c => c != Missing.Symbol).Select(c => CountryCode.Text(c)!).Distinct(StringComparer.Ordinal)];
        return known.Count == 0 ? "" : $" ({string.Join(", ", known)})";
    }
}
