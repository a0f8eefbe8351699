using Screening.Records;
using Xunit;
using static Screening.Tests.Data.Replay.SomeLake;

namespace Screening.Tests.Data.Replay;

public sealed class ReferenceSourcesTests : IDisposable
{
    private readonly SomeLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void ALineOfABillOfMaterials()
    {
        _lake.Tell("products", Noon, [.. new[] { "SKU-1", "SKU-2", "SKU-3" }.Select(id => (string[])[$"product_id={id}", "name=Board", "class=other"])]);
        EventLog log = _lake.TellFour<Part, (int, int)>(
            "bill_of_materials", EventKind.Part, l => l.Parts,
            ["product_id=SKU-1", "part_id=SKU-2", "quantity=8.000001", "part_role=power_supply", "source=drawing"],
            ["product_id=SKU-1", "part_id=SKU-3", "quantity=1000000000"],
            "quantity=7", row => row with { QuantityMillionths = 7_000_000 });
        Symbols at = log.Symbols;
        Assert.Equal(new Part { Whole = at.Products.Find("SKU-1"), PartProduct = at.Products.Find("SKU-2"), KnownAt = At(Noon), QuantityMillionths = 8_000_001, Role = PartRole.PowerSupply }, log.Parts[0]);
        Assert.Equal(new Part { Whole = at.Products.Find("SKU-1"), PartProduct = at.Products.Find("SKU-3"), KnownAt = At(Noon), QuantityMillionths = 1_000_000_000_000_000 }, log.Parts[1]);
    }

    [Fact]
    public void ARuleOfExportControl()
    {
        EventLog log = _lake.TellFour<ControlEvent, int>(
            "control_events", EventKind.ControlEvent, l => l.ControlEvents,
            [
                "control_event_id=R-1", "title=A rule", "direction=loosened", "product_class=packaging_material", "eccn=3A090.a", "country=AE", "country_group=D:5",
                "announced_on=2024-01-02", "effective_on=2024-02-03", "ended_on=2025-03-04", "citation=somewhere",
            ],
            ["control_event_id=R-2", "title=A rule", "direction=tightened", "effective_on=2024-02-03", "citation=somewhere"],
            "country=DE", row => row with { Country = Country("DE") });
        Symbols at = log.Symbols;
        Assert.Equal(new ControlEvent { Id = at.Texts.Find("R-1"), KnownAt = At(Noon), Direction = ControlDirection.Loosened, ProductClass = ProductClass.PackagingMaterial, Eccn = at.Texts.Find("3A090.a"), Country = Country("AE"), CountryGroup = at.Texts.Find("D:5"), AnnouncedAt = Day("2024-01-02"), EffectiveAt = Day("2024-02-03"), EndedAt = Day("2025-03-04") }, log.ControlEvents[0]);
        Assert.Equal(new ControlEvent { Id = at.Texts.Find("R-2"), KnownAt = At(Noon), Direction = ControlDirection.Tightened, EffectiveAt = Day("2024-02-03") }, log.ControlEvents[1]);
    }

    [Fact]
    public void AProduct()
    {
        EventLog log = _lake.TellFour<Product, int>(
            "products", EventKind.Product, l => l.Products,
            [
                "product_id=SKU-1", "name=Board", "class=memory", "tpp=100", "performance_density=5.25", "memory_bandwidth_gb_s=3350.5", "accelerator_power_w=700",
                "system_power_w=800", "unit_weight_kg=1.2346", "list_price_usd=30000.07", "control_class=3A090.c", "hs_code=8473.30", "marketed_for_datacentre=false",
                "maker=Somebody", "unit_of_measure=kg", "accelerators=8", "die_area_mm2=814.5", "transistors_bn=80.5", "memory_gb=0", "memory_bandwidth_density_gb_s_mm2=3.5",
                "material=fc_bga_substrate", "substrate_layers=18", "line_space_um=9.5",
            ],
            ["product_id=SKU-2", "name=Plain", "class=other"],
            "list_price_usd=0", row => row with { ListPriceCents = 0 });
        Symbols at = log.Symbols;
        Assert.Equal(new Product { Id = at.Products.Find("SKU-1"), KnownAt = At(Noon), Name = at.Texts.Find("Board"), Class = ProductClass.Memory, Tpp = 100, PerformanceDensity = 5.25, MemoryBandwidthGbS = 3350.5, AcceleratorWatts = 700, SystemWatts = 800, UnitWeightGrams = 1235, ListPriceCents = 30_000_07, ControlClass = at.Texts.Find("3A090.c"), Controlled = true, HsCode = at.Texts.Find("8473.30"), MarketedForDatacentre = false, UnitOfMeasure = UnitOfMeasure.Kilogram, Accelerators = 8, DieAreaMm2 = 814.5, TransistorsBn = 80.5, MemoryGb = 0, MemoryBandwidthDensity = 3.5, Material = PackagingMaterial.FcBgaSubstrate, SubstrateLayers = 18, LineSpaceUm = 9.5 }, log.Products[0]);
        Assert.Equal(new Product { Id = at.Products.Find("SKU-2"), KnownAt = At(Noon), Name = at.Texts.Find("Plain"), Class = ProductClass.Other }, log.Products[1]);
        Assert.Equal((Missing.Amount, double.NaN, 0, UnitOfMeasure.Piece), (log.Products[1].UnitWeightGrams, log.Products[1].MemoryGb, log.Products[1].SubstrateLayers, log.Products[1].UnitOfMeasure));
    }

    [Fact]
    public void APlace()
    {
        EventLog log = _lake.TellFour<Place, int>(
            "places", EventKind.Place, l => l.Places,
            ["place_id=A", "name=Port", "country=DE", "kind=border_crossing", "latitude=1", "longitude=2"],
            ["place_id=B", "name=Port", "country=DE", "kind=border_crossing", "latitude=1", "longitude=2"],
            "kind=free_zone", row => row with { Kind = PlaceKind.FreeZone });
        Symbols at = log.Symbols;
        Assert.Equal(new Place(at.Places.Find("A"), At(Noon), Country("DE"), 1, 2) { Kind = PlaceKind.BorderCrossing }, log.Places[0]);
        Assert.Equal(new Place(at.Places.Find("B"), At(Noon), Country("DE"), 1, 2) { Kind = PlaceKind.BorderCrossing }, log.Places[1]);
    }
}
