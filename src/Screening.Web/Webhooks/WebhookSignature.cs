using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Web.Webhooks;

/// <summary>Signs deliveries: HMAC-SHA256 over the moment, a point and the body, so that neither can be another's and an old delivery can be told by its age.</summary>
internal static class WebhookSignature
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Screening-Signature";

    /// <summary>The header's value: <c>t=</c> seconds since 1970, then <c>v1=</c> in small hexadecimal letters for each secret.</summary>
    public static string Of(IReadOnlyList<string> secrets, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        string moment = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(moment + "."), .. body];
        return $"t={moment}" + string.Concat(secrets.Select(s => ",v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(s), signed))));
    }
}
