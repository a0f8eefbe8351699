using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>T21 by links: the end user shares owners, directors, telephone, address or domain with a listed party, or with one of a confirmed case.</summary>
public sealed class LinkedToListed : Typology
{
    private readonly int _listed, _confirmed, _parties;

    /// <summary>Binds the typology.</summary>
    public LinkedToListed(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue) =>
        (_listed, _confirmed, _parties) = (Column("linked_hops_to_listed"), Column("linked_hops_to_confirmed"), Column("linked_parties"));

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "E21", "Linked with a listed party or a confirmed case", "linked listed",
        "EAR 744 and BIS guidance of 13 May 2025: ownership, address, telephone and directors shared with a restricted party",
        [
            new("links", "links", 1, 3, "most links to a listed party, or to one of a confirmed case, at which the sign is found"),
        ])
    {
        RestsOn = ["restricted-party list or decision"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double listed = order.Row[_listed], confirmed = order.Row[_confirmed], links = Parameter("links");

        // A listed party itself is T21; a confirmed case of the end user itself is no link, but says more.
        bool isListed = listed >= 1 && listed <= links, isConfirmed = confirmed <= links;
        if (!isListed && !isConfirmed)
        {
            // Nobody is far from a list that is not loaded: T21 says so once.
            return double.IsNaN(listed) && order.Row[_parties] > Features.Groups.LinkDistance.MostParties
                ? Finding.NotAssessed($"links: too many parties are linked with {Mention.Subject} to look through them") : Finding.Clear;
        }

        List<string> signs = [];
        if (isListed) signs.Add($"{Mention.Subject} is {Words.Count(listed, "link")} from a party that bears a listed name");
        if (isConfirmed) signs.Add(confirmed == 0 ? $"diversion was confirmed of {Mention.Subject} before" : $"{Mention.Subject} is {Words.Count(confirmed, "link")} from a party of a confirmed case");
        double nearest = Math.Min(isListed ? listed : 4, isConfirmed ? confirmed : 4);
        return Finding.Found(1 - (nearest / 5), string.Join("; ", signs));
    }
}
