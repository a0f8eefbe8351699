using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Client;

/// <summary>Whether a delivery to a webhook is the endpoint's: its signature must be made with the shared secret, over these very bytes, a short while ago.</summary>
public static class WebhookCheck
{
    /// <summary>Name of the header with the signature.</summary>
    public const string Header = "Screening-Signature";

    /// <summary>Checks a delivery.</summary>
    /// <param name="header">The header's value; <c>null</c> when it was not sent.</param>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="secret">The shared secret.</param>
    /// <param name="now">The moment.</param>
    /// <param name="tolerance">How old it may be, and how far ahead the sender's clock may run.</param>
    public static bool Holds(string? header, ReadOnlySpan<byte> body, string secret, DateTimeOffset now, TimeSpan tolerance)
    {
        ArgumentNullException.ThrowIfNull(secret);
        string[] parts = (header ?? "").Split(',');
        if (parts[0] is not ['t', '=', .. { } moment] || !long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)) return false;
        if (Math.Abs((double)now.ToUnixTimeSeconds() - seconds) > tolerance.TotalSeconds) return false;
        byte[] signed = [.. Encoding.ASCII.GetBytes(moment + "."), .. body];
        byte[] expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        bool holds = false;
        foreach (string part in parts.Skip(1))
        {
            if (part is ['v', '1', '=', .. { } told]) holds |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(told), expected);
        }

        return holds;
    }
}
