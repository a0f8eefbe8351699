using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T19: controlled goods on an end user's statement that is over, too old, or not there at all.</summary>
public sealed class StatementStale : Typology
{
    private readonly int _named, _lines, _h100e, _age, _left;

    /// <summary>Binds the typology.</summary>
    public StatementStale(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        (_named, _lines, _h100e) = (Column("order_names_end_user"), Column("order_controlled_lines"), Column("order_controlled_h100e"));
        (_age, _left) = (Column("end_user_statement_age_days"), Column("end_user_statement_days_left"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T19", "End-user statement stale, missing or unsigned", "no statement",
        "The Substrate, How banned AI chips end up in China (15 May 2026): statements renewed every six months; EAR 748.5 and 748.11 (parties and end-user statements)",
        [
            new("stale_days", "d", 30, 3650, "age from which a statement no longer says enough"),
            new("controlled_h100e", "H100e", 0, 1_000_000, "controlled compute from which a statement that is not there is a sign"),
        ])
    {
        RestsOn = ["end-user statement or call-back"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        if (order.Row[_lines] == 0) return Finding.Clear;
        if (order.Row[_named] == 0) return Finding.NotAssessed("statement: no end user is named");
        double age = order.Row[_age], left = order.Row[_left], h100e = order.Row[_h100e];
        if (double.IsNaN(age))
        {
            return h100e >= Parameter("controlled_h100e")
                ? Finding.Found(0.4, $"{Words.ControlledGoods(h100e)}, and no signed statement of {Mention.EndUser} is known")
                : Finding.NotAssessed($"statement: no signed statement of {Mention.EndUser} is known");
        }

        if (left < 0) return Finding.Found(0.7, $"{Words.ControlledGoods(h100e)} on a statement of {Mention.EndUser} that ended {Words.Days(-left)} ago");
        if (age <= Parameter("stale_days")) return Finding.Clear;
        return Finding.Found(Finding.StrengthOf(age / Parameter("stale_days")) * 0.7, $"{Words.ControlledGoods(h100e)} on a statement that {Mention.EndUser} signed {Words.Days(age)} ago");
    }
}
