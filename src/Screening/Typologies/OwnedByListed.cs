using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>E05: parties on lists own a part of end user or purchaser, alone or through others. A sign of risk whatever the 50 % rule's state.</summary>
public sealed class OwnedByListed : Typology
{
    private readonly int _endUser, _purchaser;

    /// <summary>Binds the typology.</summary>
    public OwnedByListed(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) => (_endUser, _purchaser) = (Column("end_user_listed_share"), Column("purchaser_listed_share"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "E05", "Owned in part by restricted parties", "listed owners",
        "EAR 744 and FR Doc. 2025-19001: ownership by restricted parties; a sign of risk below one half and while the 50 % rule does not hold",
        [
            new("share", "1", 0.01, 1, "share that listed parties hold along all paths from which it is a sign"),
        ])
    {
        RestsOn = ["party event", "restricted-party list"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        (double endUser, double purchaser, double least) = (order.Row[_endUser], order.Row[_purchaser], Parameter("share"));
        bool isPurchaser = purchaser > endUser || double.IsNaN(endUser);
        double share = isPurchaser ? purchaser : endUser;
        if (!(share >= least)) return Finding.Clear;
        return Finding.Found(Finding.StrengthOf(share / least), $"parties on lists hold {Words.Percent(share)} of {(isPurchaser ? Mention.Purchaser : Mention.EndUser)}, alone or through others");
    }
}
