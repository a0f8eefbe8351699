using System.Globalization;
using Screening.Features;
using Screening.Features.Groups;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>
/// E03: end user or purchaser falls under the 50 % ownership rule, on days on which the policy says that it holds. What listed parties own
/// is a sign whatever the law says: that is E05's.
/// </summary>
public sealed class OwnershipRuleApplies : Typology
{
    private const double Half = 0.5;
    private readonly Role _endUser, _purchaser;

    /// <summary>Binds the typology.</summary>
    public OwnershipRuleApplies(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        _endUser = new Role(Mention.EndUser, Column("end_user_owners_told"), Column("end_user_listed_share_in_law"), Column("end_user_listed_share_is_least"));
        _purchaser = new Role(Mention.Purchaser, Column("purchaser_owners_told"), Column("purchaser_listed_share_in_law"), Column("purchaser_listed_share_is_least"));
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "E03", "Owned to one half or more by restricted parties", "50% rule",
        "15 CFR 744 by FR Doc. 2025-19001 (50 % rule), shares counted by OFAC's FAQ 401; suspended and restored by date in the policy", [])
    {
        RestsOn = ["party event", "restricted-party list"],
        ReadsOwnershipRule = true,
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        OwnershipRuleState state = order.Law.OwnershipRule;
        if (state is OwnershipRuleState.Off or OwnershipRuleState.Suspended) return Finding.Clear;
        ReadOnlySpan<double> row = order.Row;
        Role role = row[_purchaser.Share] > row[_endUser.Share] || double.IsNaN(row[_endUser.Share]) ? _purchaser : _endUser;
        double share = row[role.Share];
        if (share >= Half && state == OwnershipRuleState.Unknown) return Finding.NotAssessed("ownership: whether the 50 % rule holds is not known for the day");
        if (share >= Half)
        {
            return Finding.Found(1, string.Create(
                CultureInfo.InvariantCulture, $"parties on lists hold {Words.Percent(share)} of {role.Name} as the 50 % rule counts it, which holds on {order.Law.Day:yyyy-MM-dd}"));
        }

        if (state == OwnershipRuleState.Unknown) return Finding.Clear;
        if (row[_endUser.Owners] > ListedOwnershipGroup.MostOwners || row[_purchaser.Owners] > ListedOwnershipGroup.MostOwners)
            return Finding.NotAssessed("ownership: a party has too many owners to look through");
        return row[_endUser.IsLeast] == 1 || row[_purchaser.IsLeast] == 1 ? Finding.NotAssessed("ownership: the share of an owner on a list, or owned by such, is not told") : Finding.Clear;
    }

    private readonly record struct Role(string Name, int Owners, int Share, int IsLeast);
}
