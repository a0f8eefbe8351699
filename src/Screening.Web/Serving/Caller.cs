using Screening.Data.Keys;

namespace Screening.Web.Serving;

/// <summary>Who calls.</summary>
/// <param name="KeyId">Public part of the key.</param>
/// <param name="Role">What it may do.</param>
/// <param name="SellerId">Whose orders; <c>null</c> unless a seller.</param>
internal sealed record Caller(string KeyId, KeyRole Role, string? SellerId)
{
    /// <summary>Whether it sees decisions in full, of every seller.</summary>
    public bool SeesAll => Role is KeyRole.Analyst or KeyRole.Lead or KeyRole.Auditor;
}
