using System.Security.Cryptography;
using System.Text;
using Screening.Parties;

namespace Screening.Sharing;

/// <summary>
/// Identifiers that say nothing to who does not know the party: HMAC-SHA-256 of name and country, and of each number of a register, by a key that the two sides
/// agreed on. Names and numbers are few enough to be tried out, so the key is what keeps them: it never travels with a package.
/// </summary>
public static class SharedHash
{
    /// <summary>Bytes that a key has at least.</summary>
    public const int LeastKeyBytes = 32;

    /// <summary>Says which key was used without telling it: the first eight bytes of a hash that identifiers are never hashed to.</summary>
    public static string KeyId(ReadOnlySpan<byte> key) => Hash(key, "key", "")[..16];

    /// <summary>The hashes of a party: of its name with its country where both are known, and of its register's number. Equal for names that differ in case, marks, stops and legal form alone.</summary>
    /// <param name="key">At least <see cref="LeastKeyBytes"/> bytes.</param>
    /// <param name="name">Name; <c>null</c> or empty where none is known.</param>
    /// <param name="country">Two letters; <c>null</c> where none is known.</param>
    /// <param name="registrationNumber">Number; <c>null</c> where none is known.</param>
    /// <exception cref="ArgumentException">The key is too short.</exception>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> key, string? name, string? country, string? registrationNumber)
    {
        if (key.Length < LeastKeyBytes) throw new ArgumentException($"a key for sharing has {LeastKeyBytes} bytes at least, this one has {key.Length}", nameof(key));
        var hashes = new List<string>();
        if (NameKey.Of(name ?? "") is { Length: > 0 } folded && country is not null) hashes.Add(Hash(key, "name", country + "|" + folded));
        if (registrationNumber is not null)
        {
            foreach (string number in IdentifierKeys.Of(registrationNumber).Distinct(StringComparer.Ordinal)) hashes.Add(Hash(key, "register", (country ?? "") + "|" + number));
        }

        return hashes;
    }

    private static string Hash(ReadOnlySpan<byte> key, string what, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(what + "|" + text)));
}
