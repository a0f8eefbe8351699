using Screening.Parties;
using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>Which symbol of a log stands for which number of a world. Without a shuffle they are interned in order.</summary>
internal sealed class Numbering
{
    private const int Ids = 1000;
    private readonly int[] _keys;

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
        PartyEvents = new Map(log.Symbols.PartyEvents, random);
        Certificates = new Map(log.Symbols.Certificates, random);
        Payments = new Map(log.Symbols.Payments, random);
        DeviceReports = new Map(log.Symbols.DeviceReports, random);
        Texts = new Map(log.Symbols.Texts, random);
        Names = new Map(log.Symbols.Texts, random, WorldNames.All);
        string[] keys = [.. WorldNames.All.Select(NameKey.Of).Distinct().Where(k => k.Length > 0)];
        random?.Shuffle(keys);
        foreach (string key in keys) log.Symbols.NameKeys.Intern(key);
        _keys = [.. WorldNames.All.Select(NameKey.Of).Select(key => key.Length == 0 ? Missing.Symbol : log.Symbols.NameKeys.Intern(key))];
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

    public Map PartyEvents { get; }

    public Map Certificates { get; }

    public Map Payments { get; }

    public Map DeviceReports { get; }

    /// <summary>Names as they are written; see <see cref="WorldNames"/>.</summary>
    public Map Names { get; }

    public Map Texts { get; }

    /// <summary>The key of a name.</summary>
    public int Key(int name) => name == Missing.Symbol ? Missing.Symbol : _keys[name];

    internal sealed class Map
    {
        private readonly int[] _symbols;

        public Map(SymbolTable table, Random? random, string[]? texts = null)
        {
            texts ??= [.. Enumerable.Range(0, Ids).Select(id => $"no. {id}")];
            _symbols = new int[texts.Length];
            int[] ids = [.. Enumerable.Range(0, texts.Length)];
            random?.Shuffle(ids);
            foreach (int id in ids) _symbols[id] = table.Intern(texts[id]);
        }

        public int Of(int id) => id == Missing.Symbol ? Missing.Symbol : _symbols[id];
    }
}
