using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Data.Store;

/// <summary>
/// Passwords as they are kept: PBKDF2 with SHA-512 and a salt of each one's own, at the rounds that OWASP's password storage sheet asks for. The text names the rounds, so
/// that a later version can ask for more.
/// </summary>
internal static class PasswordHash
{
    /// <summary>Fewest characters of a password.</summary>
    public const int Least = 12;

    /// <summary>Most characters of a password.</summary>
    public const int Most = 200;

    private const int Rounds = 210_000;
    private const int MostRounds = 10_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Kind = "pbkdf2-sha512";

    /// <summary>What is checked where there is no such user, so that the answer takes as long.</summary>
    public static string Nobody { get; } = Of("a password that nobody has");

    /// <summary>Hashes a password with a new salt.</summary>
    public static string Of(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Kind}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Rounds))}");
    }

    /// <summary>Whether a password is the one.</summary>
    /// <exception cref="StoreException">The kept text is none of ours.</exception>
    public static bool IsOf(string password, string kept)
    {
        string[] parts = kept.Split('$');
        if (parts.Length != 4 || parts[0] != Kind || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) || rounds is < 1 or > MostRounds)
            throw new StoreException("a password in the store is kept in a way that this version does not know; set it again with 'screening users passwd'");
        return CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(parts[2]), rounds), Convert.FromBase64String(parts[3]));
    }

    // Two keyboards may write one letter in two ways.
    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC)), salt, rounds, HashAlgorithmName.SHA512, HashBytes);
}
