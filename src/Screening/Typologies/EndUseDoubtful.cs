using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>
/// T06, as far as papers carry it: the end user's statement tells another use or place than the order, speaks of resale, or the end user
/// is no user by its kind. What a stated use or a line of business means no rule here can read, and two wordings of one use count as two.
/// </summary>
public sealed class EndUseDoubtful : Typology
{
    private readonly int _lines, _h100e, _disagreement, _resale, _ban, _intermediary;

    /// <summary>Binds the typology.</summary>
    public EndUseDoubtful(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_lines, _h100e) = (Column("order_controlled_lines"), Column("order_controlled_h100e"));
        (_disagreement, _resale, _ban) = (Column("end_user_use_disagreement"), Column("end_user_states_resale"), Column("end_user_resale_ban"));
        _intermediary = Column("end_user_is_intermediary");
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T06", "End use misrepresented in the papers", "end use",
        "DSET, The Great Breakout (2026), III and IV; EAR 748.5(f) (end user) and 732 Supplement 3",
        [
            new("controlled_h100e", "H100e", 0, 1_000_000, "controlled compute below which the papers are left alone"),
        ]);

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double h100e = order.Row[_h100e];
        if (order.Row[_lines] == 0 || h100e < Parameter("controlled_h100e")) return Finding.Clear;
        var signs = new List<string>(3);
        if (order.Row[_resale] == 1) signs.Add(order.Row[_ban] == 1 ? "its statement speaks of resale and bans it" : "its statement speaks of resale or re-export");
        if (order.Row[_disagreement] >= 1) signs.Add(order.Row[_disagreement] >= 2 ? "its statement tells another use and another place than the order" : "its statement tells another use or another place than the order");
        if (order.Row[_intermediary] == 1) signs.Add("by its kind it sells on, forwards or pays for goods");
        return signs.Count == 0 ? Finding.Clear : Finding.Found(0.2 + (0.2 * signs.Count), $"{Words.ControlledGoods(h100e)} for {Mention.EndUser}: {string.Join("; ", signs)}");
    }
}
