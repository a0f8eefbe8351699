using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>Which symbol of a log stands for which number of a world. Without a shuffle they are interned in order.</summary>
internal sealed class Numbering
{
    private const int Ids = 1000;

    public Numbering(EventLog log, int? shuffle = null)
    {
        Random? random = shuffle is { } seed ? new Random(seed) : null;
        Orders = new Map(log.Symbols.Orders, random);
        Parties = new Map(log.Symbols.Parties, random);
        Products = new Map(log.Symbols.Products, random);
        Places = new Map(log.Symbols.Places, random);
        Shipments = new Map(log.Symbols.Shipments, random);
        Sites = new Map(log.Symbols.Sites, random);
        Entries = new Map(log.Symbols.Entries, random);
        Serials = new Map(log.Symbols.Serials, random);
        Representatives = new Map(log.Symbols.Representatives, random);
        NameKeys = new Map(log.Symbols.NameKeys, random);
        Texts = new Map(log.Symbols.Texts, random);
    }

    public Map Orders { get; }

    public Map Parties { get; }

    public Map Products { get; }

    public Map Places { get; }

    public Map Shipments { get; }

    public Map Sites { get; }

    public Map Entries { get; }

    public Map Serials { get; }

    public Map Representatives { get; }

    public Map NameKeys { get; }

    public Map Texts { get; }

    internal sealed class Map
    {
        private readonly int[] _symbols = new int[Ids];

        public Map(SymbolTable table, Random? random)
        {
            int[] ids = [.. Enumerable.Range(0, Ids)];
            random?.Shuffle(ids);
            foreach (int id in ids) _symbols[id] = table.Intern($"no. {id}");
        }

        public int Of(int id) => id == Missing.Symbol ? Missing.Symbol : _symbols[id];
    }
}
