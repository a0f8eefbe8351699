using Screening.Data.Policies;
using Screening.Policies;
using Screening.Records;
using Screening.Tests.Data.Ingest;

namespace Screening.Tests.Policies;

/// <summary>The shipped law tables, and figures to hold against them.</summary>
internal static class SomeLaw
{
    public static readonly DateOnly Day = new(2025, 6, 30);

    public static ControlRegime Shipped { get; } = ControlRegimeFile.Read(SomeDelivery.Contracts);

    public static ProductFigures Part(long? tpp, decimal? density, bool? datacentre = true) =>
        new() { Class = ProductClass.Accelerator, Tpp = tpp, PerformanceDensity = density, MarketedForDatacentre = datacentre };

    public static ControlClass Class(ProductFigures figures) => Shipped.Classify(figures, Day).Class;

    public static int Country(string? code) => code is null ? Missing.Symbol : CountryCode.Of(code);
}
