using System.Globalization;

namespace Screening.Simulation;

/// <summary>What is sold: the reference table's accelerators, 8-way servers built of them, memory, materials and ordinary parts.</summary>
internal sealed class Catalogue
{
    private readonly Dictionary<string, double> _popularity = new (string, double)[]
    {
        ("H100 SXM", 20), ("H200", 24), ("B200", 20), ("A100 SXM", 6), ("L40S", 12), ("L40", 2), ("L4", 6), ("H100 NVL", 5), ("GB200 (per GPU)", 5), ("B300", 3),
        ("GB300 (per GPU)", 1), ("MI300X", 8), ("MI325X", 4), ("MI355X", 1), ("MI210", 1), ("MI250X", 1), ("Gaudi 2", 1), ("Gaudi 3", 2), ("RTX 4090", 2),
        ("RTX 5090", 2), ("A30", 1), ("H20", 0.8), ("L20", 0.8), ("MI308X", 0.4),
    }.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private readonly DateTime _knownAt;

    public Catalogue(DateTime knownAt, WorldFamily family)
    {
        _knownAt = knownAt;
        using Stream stream = typeof(Catalogue).Assembly.GetManifestResourceStream("accelerators.csv")!;
        using StreamReader reader = new(stream);
        string[] header = reader.ReadLine()!.Split(',');
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            string[] fields = line.Split(',');
            AddAccelerator(name => fields[Array.IndexOf(header, name)]);
        }

        Memory =
        [
            Part("MEM-HBM3-24", "HBM3 stack 24 GB", "memory", 280, 0.02, "3A090.c", "8542.32", 819) with { Material = "hbm", MemoryBandwidthDensity = 6.8 },
            Part("MEM-HBM3E-36", "HBM3E stack 36 GB", "memory", 430, 0.02, "3A090.c", "8542.32", 1180) with { Material = "hbm", MemoryBandwidthDensity = 9.8 },
            Part("MEM-HBM2E-16", "HBM2E stack 16 GB", "memory", 160, 0.02, "3A090.c", "8542.32", 460) with { Material = "hbm", MemoryBandwidthDensity = 4.2 },
        ];
        Materials =
        [
            Part("MAT-ABF-GX", "Build-up film, per m2", "packaging_material", 95, 0.18, "none", "3920.99", null) with { Material = "abf_film", UnitOfMeasure = "m2" },
            Part("MAT-TGLASS", "Low-CTE glass cloth, per m2", "packaging_material", 42, 0.11, "none", "7019.63", null) with { Material = "low_cte_glass_cloth", UnitOfMeasure = "m2" },
            Part("MAT-HVLP", "Very low profile copper foil, per kg", "packaging_material", 31, 1.05, "none", "7410.11", null) with { Material = "hvlp_copper_foil", UnitOfMeasure = "kg" },
            Part("MAT-BT", "BT resin laminate, per m2", "packaging_material", 64, 1.6, "none", "7410.21", null) with { Material = "bt_resin", UnitOfMeasure = "m2" },
            Part("SUB-FCBGA-18", "FC-BGA substrate, 18 layers", "packaging_material", 38, 0.03, "none", "8534.00", null) with { Material = "fc_bga_substrate", SubstrateLayers = 18, LineSpaceUm = 8 },
        ];
        Ordinary =
        [
            Part("PSU-3000", "Power supply 3 kW", "other", 620, 3.1, "none", "8504.40", null),
            Part("RAIL-4U", "Rack rail kit 4U", "other", 95, 4.2, "none", "8473.30", null),
            Part("SW-64X400", "Switch 64 x 400G", "other", 38_000, 22, "5A991", "8517.62", null),
            Part("SW-48X25", "Switch 48 x 25G", "other", 7_400, 10, "5A991", "8517.62", null),
            Part("CAB-OPT-30", "Optical cable 30 m", "other", 340, 0.4, "none", "8544.70", null),
            Part("RACK-48U", "Rack 48U", "other", 2_600, 165, "none", "9403.20", null),
            Part("FAN-TRAY", "Fan tray", "other", 180, 2.2, "none", "8414.59", null),
            Part("SRV-CPU-2S", "Two-socket server without accelerators", "other", 14_500, 28, "5A992", "8471.50", null),
        ];
        Boards = [.. Servers.Select(server => Part("BRD8-" + server.Id["SRV8-".Length..], "8-way baseboard, " + server.Name["8-way server, ".Length..], "other", 11_000, 26, "none", "8473.30", null))];
        All = [.. Accelerators, .. Servers, .. Memory, .. Materials, .. Ordinary, .. Boards];
        foreach (ProductRow product in Accelerators.Concat(Servers)) _weights[product.Id] *= family.Value(Knobs.Weight("product." + product.Id));
    }

    public List<ProductRow> Accelerators { get; } = [];

    public List<ProductRow> Servers { get; } = [];

    public ProductRow[] Memory { get; }

    public ProductRow[] Materials { get; }

    public ProductRow[] Ordinary { get; }

    /// <summary>Baseboards of the servers, in their order.</summary>
    public ProductRow[] Boards { get; }

    public ProductRow[] All { get; }

    /// <summary>What each server and each substrate is made of.</summary>
    public IEnumerable<PartRow> BillOfMaterials()
    {
        for (int i = 0; i < Servers.Count; i++)
        {
            yield return Row(Servers[i], "ACC-" + Servers[i].Id["SRV8-".Length..], 8, "accelerator");
            yield return Row(Servers[i], Boards[i].Id, 1, "baseboard");
            yield return Row(Servers[i], "PSU-3000", 6, "power_supply");
            yield return Row(Servers[i], "FAN-TRAY", 4, "cooling");
        }

        ProductRow substrate = Materials[^1];
        (string Part, decimal Each, string Role)[] layers = [("MAT-ABF-GX", 0.02m, "film"), ("MAT-TGLASS", 0.004m, "cloth"), ("MAT-HVLP", 0.003m, "foil"), ("MAT-BT", 0.002m, "laminate")];
        foreach ((string part, decimal each, string role) in layers) yield return Row(substrate, part, each, role);
        PartRow Row(ProductRow whole, string part, decimal quantity, string role) => new(whole.Id, part, quantity, role, "Simulated data sheet", _knownAt.AddMinutes(5));
    }

    /// <summary>Accelerators that lie just below a limit of 3A090 by performance or density, and are not controlled by their own figures.</summary>
    public IEnumerable<ProductRow> BelowLimit => Accelerators.Where(one => one is { Tpp: { } tpp, PerformanceDensity: { } density }
        && tpp < 4800 && !(tpp >= 1600 && density >= 3.2) && !(tpp >= 2400 && density >= 1.6)
        && Math.Max(tpp / 4800, Math.Max(tpp < 2400 && density >= 1.6 ? tpp / 2400 : 0, tpp >= 1600 ? density / 3.2 : 0)) >= 0.9);

    public ProductRow Server(string family) => Servers.First(product => product.Name.Contains(family, StringComparison.Ordinal));

    public ProductRow PopularServer(Chance chance) => Popular(chance, Servers);

    public ProductRow PopularAccelerator(Chance chance) => Popular(chance, Accelerators);

    private ProductRow Popular(Chance chance, List<ProductRow> products)
    {
        Span<double> weights = stackalloc double[products.Count];
        for (int i = 0; i < weights.Length; i++) weights[i] = _weights[products[i].Id];
        return products[chance.Weighted(weights)];
    }

    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);

    private void AddAccelerator(Func<string, string> field)
    {
        string family = field("sku_family"), slug = new([.. family.Where(char.IsAsciiLetterOrDigit)]);
#pragma warning disable CA1308
        slug = slug.ToUpperInvariant();
#pragma warning restore CA1308
        double tpp = Number(field("tpp"))!.Value, h100e = tpp / 15832;
        double? density = Number(field("performance_density")), bandwidth = Number(field("hbm_gb_s"));

        // The table has no power for MI308X: that of its full-size sibling MI300X.
        double watts = Number(field("tdp_w")) ?? 750;

        // Where no street price is known, one that grows more slowly than compute, as the known ones do: within a factor of
        // two of A100, H100, B200, B300 and H20. It is an invention of this simulator, not a quotation.
        double price = Number(field("street_price_usd")) ?? Math.Round(28_000 * Math.Sqrt(h100e) * Math.Sqrt(Math.Sqrt(h100e)) / 100) * 100;
        string control = field("control_class");
        bool datacentre = field("marketed_for_datacentre") == "yes", loose = family.Contains("per GPU", StringComparison.Ordinal);
        Add(Accelerators, new ProductRow("ACC-" + slug, family + " accelerator", "accelerator", tpp, density, bandwidth, watts, watts, watts > 300 ? 3.2 : 1.4,
            (decimal)price, control, "8473.30", datacentre, _knownAt)
        {
            Accelerators = 1,
            DieAreaMm2 = Number(field("die_mm2")),
        }, family);
        if (!datacentre || loose || watts < 250) return;

        // An 8-way H100 system draws 10.2 kW for 5.6 kW of accelerators.
        Add(Servers, new ProductRow("SRV8-" + slug, "8-way server, " + family, "server", 8 * tpp, density, 8 * bandwidth, 8 * watts,
            Math.Round(8 * watts * (10.2 / 5.6)), watts >= 1000 ? 142 : 130, (decimal)(8 * price * 1.25),
            control.StartsWith("3A090.a", StringComparison.Ordinal) ? "4A090.a" : control.StartsWith("3A090.b", StringComparison.Ordinal) ? "4A090.b" : "none",
            "8471.80", true, _knownAt)
        { Accelerators = 8 }, family);
    }

    private void Add(List<ProductRow> products, ProductRow product, string family)
    {
        products.Add(product);
        _weights.Add(product.Id, _popularity.GetValueOrDefault(family, 0.0));
    }

    private ProductRow Part(string id, string name, string kind, decimal price, double weightKg, string control, string hsCode, double? bandwidth) =>
        new(id, name, kind, null, null, bandwidth, null, null, weightKg, price, control, hsCode, null, _knownAt);

    private static double? Number(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
