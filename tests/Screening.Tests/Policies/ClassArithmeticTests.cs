using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Policies;

/// <summary>3A090 and 4A090 against plain chains of ifs, at and beside every threshold.</summary>
public sealed class ClassArithmeticTests
{
    private static readonly long[] s_tpps = [0, 1, 1599, 1600, 1601, 2368, 2399, 2400, 2401, 4799, 4800, 4801, 15_832, 60_000];
    private static readonly decimal[] s_densities = [0, 1.59m, 1.6m, 1.61m, 3.19m, 3.199999m, 3.2m, 3.21m, 5.91m, 5.919999m, 5.92m, 5.93m, 40];

    [Fact]
    public void EveryPointOfTheGridIsWhatTheRegulationSays()
    {
        var seen = new HashSet<ControlClass>();
        foreach (long tpp in s_tpps)
        {
            foreach (decimal density in s_densities)
            {
                foreach (bool datacentre in new[] { true, false })
                {
                    ControlClass expected = Oracle(tpp, density, datacentre);
                    Assert.True(expected == SomeLaw.Class(SomeLaw.Part(tpp, density, datacentre)), $"TPP {tpp}, {density} TPP/mm2, data centre {datacentre}: expected {expected}");
                    seen.Add(expected);
                }
            }
        }

        Assert.Equal([ControlClass.None, ControlClass.Part3A090B, ControlClass.Part3A090A], seen.Order());
    }

    [Fact]
    public void AComputerHasTheClassOfOneOfItsAccelerators()
    {
        foreach (long tpp in s_tpps)
        {
            foreach (decimal density in s_densities)
            {
                ControlClass expected = Oracle(tpp, density, true) switch { ControlClass.Part3A090A => ControlClass.System4A090A, ControlClass.Part3A090B => ControlClass.System4A090B, _ => ControlClass.None };
                foreach (long count in new long[] { 1, 8, 72 })
                {
                    // Up to one short of the next TPP of a part: what is left over belongs to none of them.
                    foreach (long rest in new[] { 0, count - 1 })
                        Assert.Equal(expected, SomeLaw.Class(SomeLaw.Part((tpp * count) + rest, density) with { Class = ProductClass.Server, Accelerators = count }));
                }
            }
        }
    }

    [Theory]
    [InlineData(4800, null, "3A090.a", null)] // whatever its density
    [InlineData(4799, null, "not assessable", "performance_density")]
    [InlineData(1600, null, "not assessable", "performance_density")]
    [InlineData(1599, null, "none", null)]
    [InlineData(null, 19.0, "not assessable", "tpp")]
    [InlineData(null, null, "not assessable", "tpp")]
    public void AMissingFigureIsNamedWhenItDecides(int? tpp, double? density, string expected, string? missing)
    {
        Classification found = SomeLaw.Shipped.Classify(SomeLaw.Part(tpp, (decimal?)density), SomeLaw.Day);
        Assert.Equal((expected, missing), (found.Class.Text(), found.Missing));
    }

    [Theory]
    [InlineData(4799, 5.0, "not assessable", "marketed_for_datacentre")]
    [InlineData(1600, 5.92, "not assessable", "marketed_for_datacentre")]
    [InlineData(4800, 1.0, "3A090.a", null)]
    [InlineData(2399, 3.19, "none", null)]
    public void WhetherItIsForDataCentresIsAskedOnlyWhereItDecides(int tpp, double density, string expected, string? missing)
    {
        Classification found = SomeLaw.Shipped.Classify(SomeLaw.Part(tpp, (decimal)density, datacentre: null), SomeLaw.Day);
        Assert.Equal((expected, missing), (found.Class.Text(), found.Missing));
    }

    [Theory]
    [InlineData(4799, false, false)]
    [InlineData(4800, false, true)]
    [InlineData(4800, true, false)]
    [InlineData(4800, null, false)]
    public void TheNotifiedExceptionIsForTheHighestClassThatIsNotForDataCentres(int tpp, bool? datacentre, bool expected) =>
        Assert.Equal(expected, SomeLaw.Shipped.Classify(SomeLaw.Part(tpp, 6m, datacentre), SomeLaw.Day).HasNotifiedException);

    [Theory]
    [InlineData(1.99, "none")]
    [InlineData(2.0, "none")] // more than 2, not 2
    [InlineData(2.000001, "3A090.c")]
    [InlineData(null, "not assessable")]
    public void MemoryIsJudgedByItsBandwidthDensity(double? density, string expected)
    {
        var memory = new ProductFigures { Class = ProductClass.Memory, MemoryBandwidthDensity = (decimal?)density };
        Assert.Equal(expected, SomeLaw.Class(memory).Text());
        Assert.Equal(expected, SomeLaw.Class(memory with { Class = ProductClass.PackagingMaterial, IsHbm = true }).Text());
        Assert.Equal(expected, SomeLaw.Class(memory with { Class = ProductClass.Other }).Text());
    }

    [Fact]
    public void APackagingMaterialIsInNoClassAndAnUnknownKindIsNotAssessable()
    {
        Assert.Equal(ControlClass.None, SomeLaw.Class(new ProductFigures { Class = ProductClass.PackagingMaterial }));
        Assert.Equal("tpp", SomeLaw.Shipped.Classify(new ProductFigures { Class = ProductClass.Other }, SomeLaw.Day).Missing);
        Assert.Equal("class", SomeLaw.Shipped.Classify(SomeLaw.Part(15_832, 19m) with { Class = ProductClass.Unknown }, SomeLaw.Day).Missing);
        Assert.Equal(ControlClass.Part3A090A, SomeLaw.Class(SomeLaw.Part(15_832, 19m) with { Class = ProductClass.Other }));
    }

    [Theory]
    [InlineData(1599, "none", null)]
    [InlineData(1600, "not assessable", "accelerators")]
    public void AComputerWhoseAcceleratorsAreNotCountedIsNotAssessableFromTheLeastThreshold(int tpp, string expected, string? missing)
    {
        Classification found = SomeLaw.Shipped.Classify(SomeLaw.Part(tpp, 40m) with { Class = ProductClass.Server }, SomeLaw.Day);
        Assert.Equal((expected, missing), (found.Class.Text(), found.Missing));
    }

    [Theory]
    [InlineData(4736, "3A090.a")] // 4,736 TPP over 800 mm2 are 5.92 TPP/mm2
    [InlineData(4735, "3A090.b")]
    public void ADensityOutOfTheDieAreaIsExactAtTheThreshold(int tpp, string expected) =>
        Assert.Equal(expected, SomeLaw.Class(SomeLaw.Part(tpp, null) with { DieAreaMm2 = 800 }).Text());

    [Fact]
    public void AToldDensityGoesBeforeTheDieArea() =>
        Assert.Equal(ControlClass.Part3A090B, SomeLaw.Class(SomeLaw.Part(4736, 3.3m) with { DieAreaMm2 = 1 }));

    [Fact]
    public void WithoutAThresholdOfTheDayNothingIsCleared()
    {
        Threshold[] later = [.. SomeLaw.Shipped.Thresholds.Select(t => t.Key == "3A090.b.density_from" ? t with { ValidFrom = SomeLaw.Day } : t)];
        var regime = new ControlRegime(later, [], [], new CountryGroups([], []));
        Classification before = regime.Classify(SomeLaw.Part(100, 1m), SomeLaw.Day.AddDays(-1));
        Assert.Equal((ControlClass.NotAssessable, "threshold 3A090.b.density_from"), (before.Class, before.Missing));
        Assert.Equal(ControlClass.None, regime.Classify(SomeLaw.Part(100, 1m), SomeLaw.Day).Class);
    }

    [Fact]
    public void TheThresholdOfTheDayCounts()
    {
        Threshold old = SomeLaw.Shipped.Thresholds.Single(t => t.Key == "3A090.a.tpp");
        var regime = new ControlRegime(
            [.. SomeLaw.Shipped.Thresholds.Where(t => t != old), old with { ValidTo = SomeLaw.Day }, old with { Value = 9000, ValidFrom = SomeLaw.Day.AddDays(1) }], [], [], new CountryGroups([], []));
        ProductFigures figures = SomeLaw.Part(4800, 1m);
        Assert.Equal([ControlClass.Part3A090A, ControlClass.None], new[] { 0, 1 }.Select(d => regime.Classify(figures, SomeLaw.Day.AddDays(d)).Class));
    }

    [Theory]
    [InlineData(20_999, 6499, true)]
    [InlineData(21_000, 6499, false)]
    [InlineData(20_999, 6500, false)]
    [InlineData(20_999, null, null)]
    [InlineData(21_000, null, false)]
    [InlineData(100, 100, null)] // in no class
    public void TheReviewBandNeedsBothFiguresBelow(int tpp, int? bandwidth, bool? expected)
    {
        ProductFigures figures = SomeLaw.Part(tpp, 19m) with { MemoryBandwidthGbS = bandwidth };
        Assert.Equal(expected, SomeLaw.Shipped.Classify(figures, new DateOnly(2026, 1, 1)).ReviewedCaseByCase);
        Assert.Null(SomeLaw.Shipped.Classify(figures, new DateOnly(2025, 12, 31)).ReviewedCaseByCase);
        if (tpp > 100) Assert.Equal(expected, SomeLaw.Shipped.Classify(figures with { Class = ProductClass.Server, Accelerators = 8, Tpp = 8L * tpp, MemoryBandwidthGbS = 8 * bandwidth }, new DateOnly(2026, 1, 1)).ReviewedCaseByCase);
    }

    [Fact]
    public void AFigureOutOfItsRangeIsRefusedWithItsName() =>
        Assert.Contains("performance_density is -1; accepted: from 0", Assert.Throws<ArgumentOutOfRangeException>(() => SomeLaw.Class(SomeLaw.Part(1, -1m))).Message, StringComparison.Ordinal);

    // The regulation as it reads, without a table and without a share of the code.
    private static ControlClass Oracle(long tpp, decimal density, bool datacentre)
    {
        if (!datacentre && tpp < 4800) return ControlClass.None;
        if (tpp >= 4800) return ControlClass.Part3A090A;
        if (tpp >= 1600 && density >= 5.92m) return ControlClass.Part3A090A;
        if (tpp >= 2400 && tpp < 4800 && density >= 1.6m && density < 5.92m) return ControlClass.Part3A090B;
        if (tpp >= 1600 && density >= 3.2m && density < 5.92m) return ControlClass.Part3A090B;
        return ControlClass.None;
    }
}
