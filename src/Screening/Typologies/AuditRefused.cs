using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T36: a party that refused to be audited or bonded, or whose auditor was chosen by those who gain. Nobody has to have been audited.</summary>
public sealed class AuditRefused : Typology
{
    private readonly int _value;
    private readonly Role _endUser, _purchaser;

    /// <summary>Binds the typology.</summary>
    public AuditRefused(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        _value = Column("order_value_usd");
        _endUser = new Role(Mention.EndUser, Column("end_user_audit_or_bond_refused_365d"), Column("end_user_auditor_chosen_by_interested"), Column("end_user_days_since_independent_audit"), Column("end_user_bond_to_value_365d"));
        _purchaser = new Role(Mention.Purchaser, Column("purchaser_audit_or_bond_refused_365d"), Column("purchaser_auditor_chosen_by_interested"), Column("purchaser_days_since_independent_audit"), Column("purchaser_bond_to_value_365d"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T36", "Audit or surety refused, or auditor not independent", "no audit",
        "The Substrate, market-based export controls: independent audits and bonds, and auditors whom sales had chosen",
        [
            new("recent_days", "d", 30, 3650, "age up to which an independent audit makes up for an auditor chosen by sales or the customer"),
            new("bonded", "1", 0.01, 10, "bonds over the purchases of 365 days from which they make up for it"),
        ])
    {
        RestsOn = ["audit or bond"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        Finding endUser = Evaluate(order.Row, _endUser), purchaser = Evaluate(order.Row, _purchaser);
        return purchaser.Strength > endUser.Strength ? purchaser : endUser;
    }

    private Finding Evaluate(ReadOnlySpan<double> row, Role role)
    {
        if (row[role.Refused] == 1) return Finding.Found(0.8, $"{role.Name}, for {Words.Usd(row[_value])} of goods, refused an audit or a bond within 365 days");
        bool isSound = row[role.Audited] <= Parameter("recent_days") || row[role.Bond] >= Parameter("bonded");
        return row[role.Chosen] == 1 && !isSound
            ? Finding.Found(0.4, $"{role.Name}, for {Words.Usd(row[_value])} of goods, was last audited by somebody whom sales or the customer chose")
            : Finding.Clear;
    }

    private readonly record struct Role(string Name, int Refused, int Chosen, int Audited, int Bond);
}
