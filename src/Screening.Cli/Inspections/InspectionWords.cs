using Screening.Inspections;
using Screening.Typologies;

namespace Screening.Cli.Inspections;

/// <summary>A plan in sentences.</summary>
internal static class InspectionWords
{
    /// <summary>Why a stratum is visited so often, and what that may miss.</summary>
    public static string Of(InspectionStratum stratum, InspectionOptions options)
    {
        string who = $"{Tier(stratum.Risk)} risk, {Size(stratum.IsLarge, options)}: {Words.Count(stratum.Visits, "visit")} of {Words.Count(stratum.Holders, "holder")} with {Words.Number(stratum.StockH100e)} H100e";
        string promise = $"if {stratum.SupposedDiverting} of them {(stratum.SupposedDiverting == 1 ? "diverts" : "divert")} the visits show nothing with a chance of {Words.Percent(stratum.MissChance)}";
        bool isMet = stratum.MissChance <= 1 - options.Detection + 1e-9;
        return $"{who}; {promise}{(isMet ? "" : $", more than the {Words.Percent(1 - options.Detection)} that were asked for, though everybody is visited")}";
    }

    /// <summary>A tier in a word.</summary>
    public static string Tier(RiskTier tier) => tier switch
    {
        RiskTier.High => "high",
        RiskTier.Middle => "middle",
        _ => "low",
    };

    /// <summary>A size in words.</summary>
    public static string Size(bool isLarge, InspectionOptions options) => isLarge ? $"{Words.Number(options.LargeH100e)} H100e and more" : $"below {Words.Number(options.LargeH100e)} H100e";

    /// <summary>What a plan promises and what it does not, in general.</summary>
    public static string Promise(InspectionOptions options) =>
        $"Each stratum shall show something with a chance of {Words.Percent(options.Detection)} if {string.Join(", ", options.Supposed.Select(Words.Percent))} of its holders divert (low, middle, high risk). A visit is supposed to see what is amiss in {Words.Percent(options.Seen)} of cases: goods can be brought back for a day. Fewer diverters than supposed are missed more often, and a plan that finds nothing clears nobody.";
}
