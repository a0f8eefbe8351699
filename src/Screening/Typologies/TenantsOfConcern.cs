using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T34: machines that are let on to tenants in D:5 or Macau, or to nobody knows whom. Legal where it stands: a sign, never a reason to hold.</summary>
public sealed class TenantsOfConcern : Typology
{
    private readonly int _lines, _h100e, _concern, _undeclared, _provider;

    /// <summary>Binds the typology.</summary>
    public TenantsOfConcern(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_lines, _h100e) = (Column("order_controlled_lines"), Column("order_controlled_h100e"));
        (_concern, _undeclared, _provider) = (Column("end_user_share_let_of_concern"), Column("end_user_share_let_undeclared"), Column("end_user_is_provider"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T34", "Compute let on to restricted tenants", "tenants",
        "The Substrate, How much US compute is China renting from the cloud; BIS guidance of 13 May 2025 (infrastructure as a service)",
        [
            new("of_concern", "1", 0.01, 1, "share let to tenants of concern from which the sign is found"),
            new("undeclared", "1", 0.01, 1, "share let to tenants that are not declared or not known from which the sign is found"),
        ])
    {
        RestsOn = ["tenant"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        if (order.Row[_lines] == 0) return Finding.Clear;
        double concern = order.Row[_concern], undeclared = order.Row[_undeclared];
        if (concern >= Parameter("of_concern"))
            return Finding.Found(Finding.StrengthOf(concern / Parameter("of_concern")), $"{Words.ControlledGoods(order.Row[_h100e])} for {Mention.EndUser}, which lets {Words.Percent(concern)} of its machines to tenants with headquarters or parent in D:5 or Macau");
        if (undeclared >= Parameter("undeclared"))
            return Finding.Found(0.3, $"{Words.ControlledGoods(order.Row[_h100e])} for {Mention.EndUser}, which lets {Words.Percent(undeclared)} of its machines to tenants that are not declared or not known");
        return double.IsNaN(concern) && order.Row[_provider] == 1
            ? Finding.NotAssessed($"tenants: none is known of {Mention.EndUser}, which lets machines")
            : Finding.Clear;
    }
}
