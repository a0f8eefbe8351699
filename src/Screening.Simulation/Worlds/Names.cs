namespace Screening.Simulation;

/// <summary>
/// The lists that every invented name is composed of. A company's name begins with a word that says it is invented; towns,
/// streets and people are composed of invented words; domains end in <c>.example</c> (RFC 2606).
/// </summary>
internal static class Names
{
    public static readonly string[] Markers =
    [
        "Example", "Fabrikant", "Muster", "Specimen", "Fictional", "Placeholder", "Imaginary", "Invented", "Ejemplo", "Esempio", "Exemple", "Pretend",
        "Notional", "Makebelieve", "Storybook", "Figment",
    ];

    public static readonly string[] Words =
    [
        "Harbour", "Nordlicht", "Lantern", "Quarry", "Meadow", "Juniper", "Cobalt", "Saltmarsh", "Thistle", "Granary", "Heron", "Windmill", "Foxglove",
        "Causeway", "Larkspur", "Millstone", "Ferry", "Bramble", "Kestrel", "Orchard", "Beacon", "Driftwood", "Marigold", "Plover", "Cinder", "Alder",
        "Hazel", "Viaduct", "Ginger", "Teasel", "Pebble", "Sorrel", "Gantry", "Tidewater", "Bracken", "Curlew", "Hillfort", "Sandpiper", "Lupin", "Mortar",
        "Turnstile", "Wicker", "Almanac", "Barley", "Compass", "Dovetail", "Ember", "Furrow", "Gosling", "Hollow", "Inkwell", "Jigsaw", "Kelp", "Lichen",
        "Mackerel", "Nettle", "Osprey", "Parsnip", "Quill", "Rhubarb", "Sickle", "Tamarind", "Umber", "Verbena", "Walnut", "Yarrow", "Zinnia", "Anvil",
        "Bobbin", "Chestnut", "Dapple", "Elder", "Flint", "Gable", "Hemlock", "Iris", "Jackdaw", "Kiln", "Loom", "Mallow",
    ];

    /// <summary>Words that only listed parties' names have: nobody legitimate carries one by chance.</summary>
    public static readonly string[] ListedWords =
    [
        "Quarrelstone", "Vantabrook", "Ostermoor", "Zephyrgate", "Marrowfen", "Krakenholt", "Tallowmere", "Brimlock", "Dreadnaughton", "Umbrafield",
        "Wolfsbane", "Gallowglass", "Ironthorpe", "Nightjarrow", "Pyrewick",
    ];

    public static readonly string[] ListedTrades =
        ["Microsystems", "Precision Instruments", "Integrated Circuits", "Advanced Computing", "Aerodynamics", "Signal Research", "Photonics", "Heavy Electronics"];

    public static readonly string[] StreetKinds = ["Street", "Quay", "Road", "Lane", "Avenue", "Park", "Way", "Terrace"];

    public static readonly string[] Towns =
    [
        "Exampleton", "Samplebridge", "Musterstadt", "Villa Ejemplo", "Placeholder Bay", "Fictionford", "Nowhereport", "Mockhaven", "Pretendorf", "Imaginaria",
        "Storyfield", "Figmentville", "Notional Heights", "Specimen Cross", "Inventon", "Makebelieve Park", "Dummerow", "Templatia", "Draftmouth", "Stubwick",
    ];

    public static readonly string[] GivenNames =
    [
        "Alvena", "Bertil", "Corvane", "Dellis", "Eskil", "Fennick", "Gildas", "Hesper", "Ilvara", "Jorrit", "Kestra", "Lunete", "Mirko", "Nerida", "Ovidel",
        "Perrin", "Quella", "Rosmer", "Sunniva", "Torvald", "Ulveig", "Vesper", "Wendra", "Xanthe", "Yorick", "Zelmar", "Anneke", "Brisen", "Cairo", "Dunstan",
    ];

    public static readonly string[] FamilyNames =
    [
        "Ashgrove", "Brackwater", "Calderwick", "Dunmarrow", "Eelmoor", "Fallowgate", "Grimsdyke", "Hollinside", "Ingleby", "Jarrowfen", "Kirkmere",
        "Lowther", "Marchbanks", "Netherfold", "Oxbarrow", "Pendlewick", "Quenby", "Ravensworth", "Skelderby", "Thornhay", "Ullathorne", "Varley", "Withernsea",
        "Yaxham", "Zennor", "Applegarth", "Birkett", "Cresswell", "Dalefoot", "Everleigh", "Farrowdale", "Garsdale", "Hartsop", "Ivelet", "Keldside",
        "Langstroth", "Muker", "Oughtershaw", "Ramsgill", "Starbotton",
    ];

    private static readonly string[] s_plain = ["Group", "Holdings", "Partners", "Works"];

    private static readonly Dictionary<string, string[]> s_trades = new(StringComparer.Ordinal)
    {
        ["hyperscaler"] = ["Cloud Platforms", "Planetary Cloud"],
        ["neocloud"] = ["Compute", "AI Cloud", "GPU Cloud", "Inference", "Datacentres"],
        ["university"] = ["University", "Institute of Technology", "Research Institute", "Polytechnic"],
        ["enterprise"] = ["Motors", "Insurance", "Pharma", "Foods", "Analytics", "Media", "Energy", "Software", "Retail", "Logistics Software"],
        ["government"] = ["Weather Office", "Statistics Office", "National Laboratory", "Space Office"],
        ["reseller"] = ["Systems", "IT Trading", "Server Sales", "Technology Solutions"],
        ["distributor"] = ["Distribution", "Components", "Electronics Distribution"],
        ["manufacturer"] = ["Semiconductor", "Server Works", "Electronics", "Systems Manufacturing"],
        ["osat"] = ["Assembly and Test", "Packaging Technology"],
        ["material_buyer"] = ["Substrates", "Laminates", "Circuit Boards"],
        ["forwarder"] = ["Freight", "Forwarding", "Air Cargo", "Shipping"],
        ["bank"] = ["Bank", "Leasing"],
    };

    /// <summary>Every trade word and legal form, for a test that finds no other word in any name.</summary>
    public static IEnumerable<string> OtherWords => s_trades.Values.SelectMany(words => words).Concat(s_plain).Concat(ListedTrades)
        .Concat(s_forms.Values).Append("Ltd").Append("Corporation").SelectMany(text => text.Split(' ')).Distinct(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> s_forms = new (string, string)[]
    {
        ("US", "Inc."), ("CA", "Inc."), ("DE", "GmbH"), ("NL", "B.V."), ("FR", "SAS"), ("SE", "AB"), ("NO", "AS"), ("SG", "Pte. Ltd."), ("MY", "Sdn. Bhd."),
        ("JP", "K.K."), ("KR", "Co., Ltd."), ("TW", "Co., Ltd."), ("CN", "Co., Ltd."), ("HK", "Limited"), ("AE", "FZE"), ("TR", "A.S."), ("BR", "Ltda."),
        ("AU", "Pty Ltd"), ("IN", "Pvt. Ltd."), ("ID", "PT"), ("TH", "Co., Ltd."), ("VN", "JSC"), ("KZ", "LLP"), ("GE", "LLC"), ("AM", "LLC"), ("UZ", "LLC"),
        ("RU", "LLC"), ("IR", "Co."),
    }.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>What firms of a kind say that they do.</summary>
    public static string[] Business(string kind) => s_business.GetValueOrDefault(kind, s_otherBusiness);

    private static readonly string[] s_otherBusiness = ["General trading", "Consulting", "Holding of participations"];

    private static readonly Dictionary<string, string[]> s_business = new(StringComparer.Ordinal)
    {
        ["hyperscaler"] = ["Public cloud services"],
        ["neocloud"] = ["Rental of accelerated computing", "Data centre operation", "Hosting of AI workloads"],
        ["university"] = ["Higher education and research"],
        ["enterprise"] = ["Manufacturing", "Insurance", "Software", "Retail trade", "Pharmaceuticals", "Media", "Energy supply"],
        ["government"] = ["Public administration", "Public research"],
        ["reseller"] = ["Sale of computers and servers", "Trading in electronics"],
        ["distributor"] = ["Wholesale of electronic components"],
        ["manufacturer"] = ["Manufacture of electronics"],
        ["osat"] = ["Assembly and test of semiconductors"],
        ["material_buyer"] = ["Manufacture of substrates and laminates"],
        ["forwarder"] = ["Freight forwarding"],
        ["bank"] = ["Banking and leasing"],
    };

    public static string LegalForm(string country) => s_forms.GetValueOrDefault(country, "Ltd");

    public static string Company(Chance chance, string kind, string country)
    {
        string trade = chance.Pick(s_trades.GetValueOrDefault(kind, s_plain)), word = chance.Pick(Words);
        if (chance.Odds(0.4)) word += " " + chance.Pick(Words);
        string name = chance.Pick(Markers) + " " + word + " " + trade;
        return kind is "university" or "government" ? name : name + " " + LegalForm(country);
    }

    /// <summary>A person; two initials keep chance namesakes, who would link strangers, to about one pair in a thousand parties.</summary>
    public static string Person(Chance chance) =>
        chance.Pick(GivenNames) + " " + (char)('A' + chance.Below(26)) + ". " + (char)('A' + chance.Below(26)) + ". " + chance.Pick(FamilyNames) + "-" + chance.Pick(FamilyNames);

    public static string Address(Chance chance) => FormattableString.Invariant(
        $"{(chance.Odds(0.3) ? FormattableString.Invariant($"Unit {chance.Between(1, 60)}, ") : "")}{chance.Between(1, 4999)} {chance.Pick(Words)} {chance.Pick(StreetKinds)}, {chance.Pick(Towns)}");

    /// <summary>A domain of the name's words and the number's last digits, so that two firms of one name have two domains.</summary>
    public static string Domain(string name, string partyId)
    {
        IEnumerable<string> words = name.Split(' ').Skip(1).Take(2).Select(word => new string([.. word.Where(char.IsAsciiLetterOrDigit)]));
#pragma warning disable CA1308 // A domain is lower case.
        return $"{string.Join('-', words)}-{partyId[^5..]}.example".ToLowerInvariant();
#pragma warning restore CA1308
    }
}
