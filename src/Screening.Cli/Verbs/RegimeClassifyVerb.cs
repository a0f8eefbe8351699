using System.CommandLine;
using System.Globalization;
using Screening.Cli.Queries;
using Screening.Data;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Policies;
using Screening.Policies;
using Screening.Records;

namespace Screening.Cli.Verbs;

/// <summary><c>screening regime classify</c>: the class of one product and whether it needs a licence, under both readings.</summary>
internal static class RegimeClassifyVerb
{
    private const string Columns =
        "name, class, CAST(floor(tpp) AS BIGINT), accelerators, performance_density, die_area_mm2, memory_bandwidth_gb_s, memory_bandwidth_density_gb_s_mm2, material = 'hbm', "
        + "marketed_for_datacentre, control_class";

    public static Command Command()
    {
        var options = new Options();
        var command = new Command("classify", "The control class of a product and whether it needs a licence, as codified and as enforced");
        foreach (Option one in options.All) command.Add(one);
        command.Runs((parsed, cancellation) =>
        {
            ContractStore contracts = Home.Contracts();
            ControlRegime regime = Home.ControlRegime(contracts);
            Policy policy = Home.Policy(parsed.GetValue(options.Policy));
            DateOnly day = parsed.GetValue(options.Day) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            ReferenceProduct product = options.Product(parsed, contracts, cancellation);
            int[] countries = [.. options.Countries.Select(o => Country(o.Name, parsed.GetValue(o), contracts))];
            Classification found = regime.Classify(product.Figures, day);
            LicenceAnswer[] answers = [.. new[] { RegimeReading.Codified, RegimeReading.Enforced }.Select(r => regime.LicenceNeeded(found.Class, r, countries[0], countries[1], countries[2], day))];
            var told = ToldClass.Of(product.ToldClass);
            var answer = new RegimeAnswer(day, product.Figures.Name, found, told?.Text, told?.Against(found.Class), answers, policy.Version, policy.ControlRegime.On(day));
            if (parsed.GetValue(options.Json)) Verb.PrintJson(answer.Shape());
            else Console.Write(answer.Sentences());
        });
        return command;
    }

    private static int Country(string option, string? code, ContractStore contracts)
    {
        if (code is null) return Missing.Symbol;
        return contracts.Reference("countries").Values("code").Contains(code, StringComparer.Ordinal)
            ? CountryCode.Of(code)
            : throw new UsageException($"{option} is '{code}'; accepted: two capital letters of ISO 3166-1, such as MY");
    }

    private static ReferenceProduct OfTable(string name, ContractStore contracts)
    {
        IReadOnlyList<ReferenceProduct> all = AcceleratorsFile.Read(contracts.Reference("accelerators"));
        return all.FirstOrDefault(p => string.Equals(p.Figures.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"--product is '{name}'; accepted without --lake: {string.Join(", ", all.Select(p => p.Figures.Name))}");
    }

    private static ReferenceProduct OfLake(string id, string lake, ContractStore contracts, CancellationToken cancellation)
    {
        string sql = $"SELECT {Columns} FROM products WHERE product_id = {Sql.Literal(id)} ORDER BY known_at DESC";
        using LakeQuery query = LakeQuery.Open(Lake.Open(lake).SnapshotAt(null), contracts, sql, null, "1GiB", 1, cancellation);
        using DuckDbResult result = query.Rows(sql, 1, cancellation);
        object?[] row = result.Rows().FirstOrDefault() ?? throw new UsageException($"--product is '{id}', which is no product of the lake {lake}");
        decimal? Figure(int at) => row[at] is { } value ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : null;
        return new ReferenceProduct(
            new ProductFigures
            {
                Name = (string?)row[0],
                Class = Kind((string?)row[1]),
                Tpp = (long?)Figure(2),
                Accelerators = (long?)Figure(3),
                PerformanceDensity = Figure(4),
                DieAreaMm2 = Figure(5),
                MemoryBandwidthGbS = Figure(6),
                MemoryBandwidthDensity = Figure(7),
                IsHbm = row[8] is true,
                MarketedForDatacentre = (bool?)row[9],
            },
            (string?)row[10]);
    }

    private static ProductClass Kind(string? text) => text switch
    {
        "accelerator" => ProductClass.Accelerator,
        "server" => ProductClass.Server,
        "memory" => ProductClass.Memory,
        "packaging_material" => ProductClass.PackagingMaterial,
        "other" => ProductClass.Other,
        _ => ProductClass.Unknown,
    };

    private sealed class Options
    {
        private readonly Option<string?> _product = new Option<string?>("--product") { Description = "Product: its number in --lake, or without a lake a name of reference/accelerators.csv such as 'H100 SXM'" }.NotEmpty();
        private readonly Option<string?> _lake = new Option<string?>("--lake") { Description = "Folder of the lake that --product is looked up in" }.NotEmpty();
        private readonly Option<string?> _name = new("--name") { Description = "Trade name, in which individual notices are looked up" };
        private readonly Option<string> _kind = new("--kind") { Description = "accelerator, server or memory", DefaultValueFactory = _ => "accelerator" };
        private readonly Option<string?> _datacentre = new("--datacentre") { Description = "Whether it is designed or marketed for data centres: yes or no; not known if not given" };
        private readonly Option<string?> _told = new("--told") { Description = "Control class that the seller tells, such as 5A992.c" };
        private readonly Option<decimal?> _tpp = Figure("--tpp", "TPP of one unit", 10_000_000), _accelerators = Figure("--accelerators", "Accelerators in one server", 100_000);
        private readonly Option<decimal?> _density = Figure("--pd", "Performance density of one part, TPP/mm2", 1000), _bandwidth = Figure("--memory-bandwidth", "Memory bandwidth of one unit, GB/s", 1_000_000);
        private readonly Option<decimal?> _bandwidthDensity = Figure("--memory-bandwidth-density", "Memory bandwidth over the package's area, GB/s/mm2", 1000);

        public Options()
        {
            _kind.AcceptOnlyFromAmong("accelerator", "server", "memory");
            _datacentre.AcceptOnlyFromAmong("yes", "no");
        }

        public Option<DateOnly?> Day { get; } = Verb.Date("--day", "Day whose law counts; today (UTC) if not given");

        public Option<string?> Policy { get; } = Verb.Policy();

        public Option<bool> Json { get; } = Verb.Json();

        public IReadOnlyList<Option<string?>> Countries { get; } =
        [
            new Option<string?>("--destination") { Description = "Country of destination, two capital letters", Required = true },
            new Option<string?>("--headquarters") { Description = "Country of the recipient's headquarters; not known if not given" },
            new Option<string?>("--parent") { Description = "Country of the headquarters of its ultimate parent, its own if it has none; not known if not given" },
        ];

        public IEnumerable<Option> All =>
            [_product, _lake, _name, _kind, _tpp, _density, _accelerators, _bandwidth, _bandwidthDensity, _datacentre, _told, .. Countries, Day, Policy, Json];

        public ReferenceProduct Product(ParseResult parsed, ContractStore contracts, CancellationToken cancellation)
        {
            string? product = parsed.GetValue(_product), lake = parsed.GetValue(_lake);
            Option[] figures = [_name, _tpp, _density, _accelerators, _bandwidth, _bandwidthDensity, _datacentre, _told];
            if (product is not null)
            {
                Option? both = Array.Find(figures, f => parsed.GetResult(f) is not null);
                if (both is not null) throw new UsageException($"--product and {both.Name} exclude each other: a product has its own figures");
                return lake is null ? OfTable(product, contracts) : OfLake(product, lake, contracts, cancellation);
            }

            if (lake is not null) throw new UsageException("--lake needs --product with the product to look up");
            var given = new ProductFigures
            {
                Name = parsed.GetValue(_name),
                Class = Kind(parsed.GetValue(_kind)),
                Tpp = (long?)parsed.GetValue(_tpp),
                Accelerators = (long?)parsed.GetValue(_accelerators),
                PerformanceDensity = parsed.GetValue(_density),
                MemoryBandwidthGbS = parsed.GetValue(_bandwidth),
                MemoryBandwidthDensity = parsed.GetValue(_bandwidthDensity),
                MarketedForDatacentre = parsed.GetValue(_datacentre) switch { "yes" => true, "no" => false, _ => null },
            };
            return new ReferenceProduct(given, parsed.GetValue(_told));
        }

        private static Option<decimal?> Figure(string name, string description, decimal maximum) => new(name)
        {
            Description = $"{description} (0 to {maximum.ToString(CultureInfo.InvariantCulture)})",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value <= maximum) return value;
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; accepted: a number from 0 to {maximum}"));
                return null;
            },
        };
    }
}
