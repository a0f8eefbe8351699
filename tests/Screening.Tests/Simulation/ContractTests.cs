using System.Globalization;
using System.Text.RegularExpressions;
using Screening.Simulation;
using Xunit;
using YamlDotNet.Serialization;
using Map = System.Collections.Generic.Dictionary<object, object>;

namespace Screening.Tests.Simulation;

/// <summary>Every row of a world against the contracts as they are written.</summary>
public sealed class ContractTests : IClassFixture<ContractTests.SmallWorld>
{
    private readonly SmallWorld _world;

    public ContractTests(SmallWorld world) => _world = world;

    /// <summary>The datasets of which a world tells: all that have a contract.</summary>
    public static TheoryData<string> Datasets =>
    [
        "audits_and_bonds", "balance_sheets", "bill_of_materials", "capacity", "certificates", "control_events", "device_reports", "dispositions", "fx_rates", "holds", "installations",
        "orders", "outcomes", "parties", "party_events", "payments", "places", "products", "restricted_parties", "shipments", "tenants", "tips",
    ];

    private static string Contracts
    {
        get
        {
            string? at = AppContext.BaseDirectory;
            while (at is not null && !File.Exists(Path.Combine(at, "Screening.sln"))) at = Path.GetDirectoryName(at);
            return Path.Combine(at ?? throw new InvalidOperationException("No Screening.sln above the tests."), "data-contracts");
        }
    }

    [Fact]
    public void AWorldDeliversTheseDatasetsAndNoOther() =>
        Assert.Equal(Datasets.Select(d => d.Data).Order(StringComparer.Ordinal), Directory.EnumerateFiles(Path.GetDirectoryName(_world.File("history", "orders"))!).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Datasets))]
    public void ADatasetHasTheContractsColumnsInItsOrder(string dataset)
    {
        string[] columns = [.. Properties(dataset).Select(property => (string)property["name"])];
        Assert.Equal(columns, Csv.Header(_world.File("history", dataset)));
        Assert.Equal(columns, Csv.Header(_world.File("last-day", dataset)));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public void EveryRowSatisfiesItsContract(string dataset)
    {
        Column[] columns = [.. Properties(dataset).Select(property => new Column(property))];
        HashSet<string> countries = [.. Csv.Read(Path.Combine(Contracts, "reference", "countries.csv")).Select(row => row["code"])];
        int rows = 0;
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (Dictionary<string, string> row in _world.Rows(dataset))
        {
            rows++;
            foreach (Column column in columns)
            {
                string? fault = column.Fault(row[column.Name], countries);
                if (fault is not null) Assert.Fail($"{dataset}.{column.Name}: {fault} in {string.Join('|', row.Values)}");
            }

            string key = string.Join('|', columns.Where(column => column.Key).Select(column => row[column.Name])) + "|" + row["known_at"];
            Assert.True(keys.Add(key), $"{dataset}: told twice at one moment: {key}");
        }

        Assert.True(rows > (dataset == "tips" ? 3 : 10), $"{dataset} has {rows} rows");
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public void EveryReferenceResolves(string dataset)
    {
        foreach (Map property in Properties(dataset))
        {
            if (!property.TryGetValue("relationships", out object? relationships)) continue;
            string[] to = ((string)((Map)((List<object>)relationships)[0])["to"]).Split('.');
            HashSet<string> known = [.. _world.Rows(to[0]).Select(row => row[to[1]])];
            string name = (string)property["name"];
            foreach (Dictionary<string, string> row in _world.Rows(dataset))
                Assert.True(row[name].Length == 0 || known.Contains(row[name]), $"{dataset}.{name}: {row[name]} is not in {to[0]}");
        }
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public void EachDeliveryHoldsWhatBecameKnownInItsTime(string dataset)
    {
        Assert.All(Csv.Read(_world.File("history", dataset)), row => Assert.True(string.CompareOrdinal(row["known_at"], "2025-06-30") < 0));
        Assert.All(Csv.Read(_world.File("last-day", dataset)), row => Assert.StartsWith("2025-06-30", row["known_at"], StringComparison.Ordinal));
    }

    [Fact]
    public void VersionsFollowEachOtherAndStartAtOne()
    {
        foreach (IGrouping<string, Dictionary<string, string>> order in _world.Rows("orders").GroupBy(row => row["order_id"], StringComparer.Ordinal))
        {
            var versions = order.GroupBy(row => int.Parse(row["version"], CultureInfo.InvariantCulture)).OrderBy(version => version.Key).ToArray();
            Assert.Equal(Enumerable.Range(1, versions.Length), versions.Select(version => version.Key));
            string[] known = [.. versions.Select(version => Assert.Single(version.Select(row => row["known_at"]).Distinct(StringComparer.Ordinal)))];
            Assert.Equal(known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), known);
            Assert.All(order, row => Assert.True(string.CompareOrdinal(row["ordered_at"], row["known_at"]) < 0));
            Assert.All(versions, version => Assert.Equal(Enumerable.Range(1, version.Count()).Select(i => i.ToString(CultureInfo.InvariantCulture)), version.Select(row => row["line_no"])));
        }
    }

    [Fact]
    public void APartyIsKnownBeforeAnyOrderThatNamesIt()
    {
        Dictionary<string, string> first = _world.Rows("parties").GroupBy(row => row["party_id"], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(row => row["known_at"]).Min(StringComparer.Ordinal)!, StringComparer.Ordinal);
        string[] roles = ["seller_id", "purchaser_id", "intermediate_consignee_id", "ultimate_consignee_id", "end_user_id", "forwarding_agent_id", "payer_id"];
        foreach (Dictionary<string, string> row in _world.Rows("orders"))
        {
            foreach (string role in roles)
                Assert.True(row[role].Length == 0 || string.CompareOrdinal(first[row[role]], row["known_at"]) < 0, $"{role} {row[role]} of order {row["order_id"]} is known too late");
        }
    }

    [Fact]
    public void EveryNameIsComposedOfTheInventedLists()
    {
        HashSet<string> words = [.. Names.Markers, .. Names.Words, .. Names.ListedWords, .. Names.OtherWords];
        HashSet<string> people = [.. Names.GivenNames, .. Names.FamilyNames];
        foreach (Dictionary<string, string> row in _world.Rows("parties").Concat(_world.Rows("restricted_parties")))
        {
            Assert.All(row["name"].Split(' '), word => Assert.Contains(word, words));
            if (row.GetValueOrDefault("ultimate_parent") is { Length: > 0 } parent) Assert.All(parent.Split(' '), word => Assert.Contains(word, words));
            if (row.TryGetValue("email_domain", out string? domain)) Assert.True(domain.Length == 0 || domain.EndsWith(".example", StringComparison.Ordinal), domain);
            if (row.TryGetValue("phone", out string? phone)) Assert.True(phone.Length == 0 || phone.StartsWith("+999", StringComparison.Ordinal), phone);
        }

        foreach (string person in _world.Rows("party_events").Select(row => row["person"]).Where(person => person.Length > 0))
            Assert.All(person.Split(' ', '-').Where(word => word.Length != 2 || word[1] != '.'), word => Assert.True(people.Contains(word) || words.Contains(word), person));
    }

    private static List<Map> Properties(string dataset)
    {
        Map contract = new DeserializerBuilder().Build().Deserialize<Map>(File.ReadAllText(Path.Combine(Contracts, dataset + ".odcs.yaml")));
        return [.. ((List<object>)((Map)((List<object>)contract["schema"])[0])["properties"]).Cast<Map>()];
    }

    /// <summary>One world for all the checks.</summary>
    public sealed class SmallWorld : IDisposable
    {
        private readonly string _directory = Path.Combine(Path.GetTempPath(), "screening-contract-" + Guid.NewGuid().ToString("N"));

        public SmallWorld() => WorldWriter.Write(World.Generate(new() { Orders = 6000, Days = 365, Seed = 11, DiversionShare = 0.03 }), _directory);

        public string File(string delivery, string dataset) => Path.Combine(_directory, delivery, dataset + ".csv");

        public IEnumerable<Dictionary<string, string>> Rows(string dataset) => Csv.Read(File("history", dataset)).Concat(Csv.Read(File("last-day", dataset)));

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }

    private sealed class Column
    {
        private readonly string _type;
        private readonly bool _required;
        private readonly Map _options;
        private readonly List<string>? _allowed;
        private readonly bool _country;
        private readonly int _daysAhead;
        private readonly Regex? _pattern;

        public Column(Map property)
        {
            Name = (string)property["name"];
            Key = property.ContainsKey("primaryKey");
            _type = (string)property["logicalType"];
            _required = property.TryGetValue("required", out object? required) && (string)required == "true";
            _options = property.TryGetValue("logicalTypeOptions", out object? options) ? (Map)options : [];
            if (_options.TryGetValue("pattern", out object? pattern)) _pattern = new((string)pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            if (!property.TryGetValue("customProperties", out object? custom)) return;
            foreach (Map entry in ((List<object>)custom).Cast<Map>())
            {
                if ((string)entry["property"] == "allowed") _allowed = [.. ((List<object>)entry["value"]).Cast<string>()];
                if ((string)entry["property"] == "referenceTable") _country = (string)entry["value"] == "countries.code";
                if ((string)entry["property"] == "maximumDaysAfterDelivery") _daysAhead = int.Parse((string)entry["value"], CultureInfo.InvariantCulture);
            }
        }

        public string Name { get; }

        public bool Key { get; }

        // What may lie ahead of the delivery may lie beyond the last day.
        private string Latest(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(_daysAhead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        public string? Fault(string value, HashSet<string> countries)
        {
            if (value.Length == 0) return _required ? "missing" : null;
            if (_allowed is not null && !_allowed.Contains(value)) return "not allowed";
            if (_country && !countries.Contains(value)) return "no country";
            if (_pattern is not null && !_pattern.IsMatch(value)) return "not of the pattern";
            if (_options.TryGetValue("maxLength", out object? longest) && value.Length > int.Parse((string)longest, CultureInfo.InvariantCulture)) return "too long";
            switch (_type)
            {
                case "date":
                    if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return "no date";
                    return string.CompareOrdinal(value, (string)_options["minimum"]) < 0 || string.CompareOrdinal(value, Latest("2025-06-30")) > 0 ? "out of range" : null;
                case "timestamp":
                    if (!DateTime.TryParseExact(value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return "no moment";
                    return string.CompareOrdinal(value, (string)_options["minimum"]) < 0 || string.CompareOrdinal(value, Latest("2025-07-01")) >= 0 ? "out of range" : null;
                case "boolean":
                    return value is "true" or "false" ? null : "neither true nor false";
                case "integer":
                case "number":
                    if (!decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)) return "no number";
                    if (_type == "integer" && value.Contains('.', StringComparison.Ordinal)) return "not whole";
                    if (_options.TryGetValue("minimum", out object? low) && number < decimal.Parse((string)low, CultureInfo.InvariantCulture)) return "too small";
                    if (_options.TryGetValue("exclusiveMinimum", out object? above) && number <= decimal.Parse((string)above, CultureInfo.InvariantCulture)) return "too small";
                    return _options.TryGetValue("maximum", out object? high) && number > decimal.Parse((string)high, CultureInfo.InvariantCulture) ? "too large" : null;
                default:
                    return null;
            }
        }
    }
}
