namespace Screening.Web.Webhooks;

/// <summary>Where a seller's changes are sent, or a job's failures.</summary>
/// <param name="SellerId">Whose; of jobs the name by which their files call it.</param>
/// <param name="Url">Where to: https, or http on this machine.</param>
/// <param name="Secrets">What deliveries are signed with, each on its own: one, or two while one takes the other's place.</param>
internal sealed record WebhookTarget(string SellerId, Uri Url, IReadOnlyList<string> Secrets)
{
    /// <inheritdoc/>
    public bool Equals(WebhookTarget? other) => other is not null && SellerId == other.SellerId && Url == other.Url && Secrets.SequenceEqual(other.Secrets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SellerId, Url);

    /// <summary>Without the secrets.</summary>
    public override string ToString() => FormattableString.Invariant($"webhook of {SellerId}");
}
