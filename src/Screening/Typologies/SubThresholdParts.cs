using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>
/// T07: accelerators that one by one stay just below a limit of 3A090 and together make a controlled system, where the limit means
/// something: to a destination under control or through a hub.
/// </summary>
public sealed class SubThresholdParts : Typology
{
    private readonly int _tpp, _density, _h100e, _hub, _control;

    /// <summary>Binds the typology.</summary>
    public SubThresholdParts(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_tpp, _density, _h100e) = (Column("order_accelerator_tpp"), Column("order_accelerator_density"), Column("order_h100e"));
        (_hub, _control) = (Column("route_hub_tier"), Column("destination_control_tier"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T07", "Parts just below a limit that together make a controlled system", "below limit",
        "DSET, The Great Breakout (2026), III; 15 CFR 774 Supplement 1, 3A090.a and .b",
        [
            new("tpp_limit", "TPP", 1, 1e7, "performance from which an accelerator is controlled whatever its density, or above the least density"),
            new("lower_tpp_limit", "TPP", 1, 1e7, "performance from which one of the least density or more is controlled"),
            new("least_density", "TPP/mm2", 0, 1000, "density below which the two limits of performance alone decide"),
            new("density_tpp", "TPP", 1, 1e7, "performance from which the limit of density holds"),
            new("density_limit", "TPP/mm2", 0.01, 1000, "density from which an accelerator of that performance is controlled"),
            new("near", "1", 0.5, 1, "share of a limit from which an accelerator is just below it"),
            new("together_h100e", "H100e", 0, 1_000_000, "compute of the order from which the parts are a system"),
            new("tier", "tier", 0, 2, "hub or control tier from which the limits mean something"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double tpp = order.Row[_tpp], density = order.Row[_density], together = order.Row[_h100e], control = order.Row[_control];
        if (double.IsNaN(tpp) || together < Parameter("together_h100e") || Math.Max(order.Row[_hub], double.IsNaN(control) ? 0 : control) < Parameter("tier")) return Finding.Clear;
        if (tpp >= Parameter("tpp_limit") || IsControlled(tpp, density)) return Finding.Clear;
        (double share, string limit) = Nearest(tpp, density);
        if (share >= Parameter("near"))
        {
            string below = Words.Percent(1 - share);
            return Finding.Found(0.3 + (0.5 * share), $"accelerators of {Words.Number(tpp)} TPP, {below} below the limit of {limit}, together {Words.H100e(together)}");
        }

        return double.IsNaN(density) && tpp >= Parameter("density_tpp") ? Finding.NotAssessed("performance density: not known for the accelerators of the order") : Finding.Clear;
    }

    private bool IsControlled(double tpp, double density) =>
        (tpp >= Parameter("density_tpp") && density >= Parameter("density_limit")) || (tpp >= Parameter("lower_tpp_limit") && density >= Parameter("least_density"));

    private (double Share, string Limit) Nearest(double tpp, double density)
    {
        (double Share, string Limit) nearest = (tpp / Parameter("tpp_limit"), $"{Words.Number(Parameter("tpp_limit"))} TPP");
        if (tpp < Parameter("lower_tpp_limit") && !(density < Parameter("least_density")) && tpp / Parameter("lower_tpp_limit") > nearest.Share)
            nearest = (tpp / Parameter("lower_tpp_limit"), $"{Words.Number(Parameter("lower_tpp_limit"))} TPP");
        if (tpp >= Parameter("density_tpp") && density / Parameter("density_limit") > nearest.Share)
            nearest = (density / Parameter("density_limit"), $"{Words.Number(Parameter("density_limit"))} TPP/mm2");
        return nearest;
    }
}
