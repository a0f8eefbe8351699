using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Screening.Data.Keys;

namespace Screening.Web.Serving;

/// <summary>
/// Takes from a reverse proxy, which has signed somebody in, who it is. The proxy proves itself by a secret that it shares with this process and sends with each
/// call, from an address that is named; it must take these headers off whatever it passes on. Nobody else is believed.
/// </summary>
internal sealed partial class ProxyTrust
{
    /// <summary>Header with the secret.</summary>
    public const string SecretHeader = "Screening-Proxy-Secret";

    /// <summary>Header with the name of who is signed in.</summary>
    public const string UserHeader = "Screening-User";

    /// <summary>Header with the role.</summary>
    public const string RoleHeader = "Screening-Role";

    private const int FewestSecretBytes = 32;
    private readonly byte[] _secretSha256;
    private readonly IReadOnlyList<IPAddress> _from;

    private ProxyTrust(byte[] secretSha256, IReadOnlyList<IPAddress> from) => (_secretSha256, _from) = (secretSha256, from);

    /// <summary>Reads the secret.</summary>
    /// <param name="file">A file that its owner alone may read, with at least 32 characters.</param>
    /// <param name="from">Addresses of the proxy; this machine's when empty.</param>
    /// <exception cref="ArgumentException">The file or an address is not as accepted.</exception>
    public static ProxyTrust Read(string file, IReadOnlyList<string> from)
    {
        if (!File.Exists(file)) throw new ArgumentException($"--sso-secret is '{file}', which is not there; accepted: a file with {FewestSecretBytes} characters or more");
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0) throw new ArgumentException($"{file} may be read by others than its owner; accepted: mode 600");
        string secret = File.ReadAllText(file).Trim();
        if (secret.Length < FewestSecretBytes) throw new ArgumentException(FormattableString.Invariant($"{file} holds {secret.Length} characters; accepted: {FewestSecretBytes} or more"));
        IPAddress[] addresses = [.. from.Select(text => IPAddress.TryParse(text, out IPAddress? address) ? address : throw new ArgumentException($"--sso-from is '{text}'; accepted: an IP address"))];
        return new ProxyTrust(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), addresses);
    }

    /// <summary>Whether a call claims to come from somebody who is signed in.</summary>
    public static bool IsClaimed(HttpRequest request) => request.Headers.ContainsKey(UserHeader) || request.Headers.ContainsKey(RoleHeader) || request.Headers.ContainsKey(SecretHeader);

    /// <summary>Who calls; <c>null</c> when any of it does not hold: a wrong secret, another address, a header that is missing or comes twice, a name or role that is none.</summary>
    public Caller? Of(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        string secret = headers[SecretHeader] is [{ } one] ? one : "";
        bool isSecret = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), _secretSha256);
        if (!isSecret || !IsFrom(context.Connection.RemoteIpAddress)) return null;
        if (headers.Authorization.Count > 0 || headers[UserHeader] is not [{ } user] || headers[RoleHeader] is not [{ } word] || !UserName().IsMatch(user)) return null;
        return RoleOf(word) is { } role ? new Caller("sso:" + user, role, null) : null;
    }

    // Sellers' systems are no people: they come with keys.
    private static KeyRole? RoleOf(string word) => word switch
    {
        "analyst" => KeyRole.Analyst,
        "lead" => KeyRole.Lead,
        "data_scientist" => KeyRole.DataScientist,
        "auditor" => KeyRole.Auditor,
        "administrator" => KeyRole.Administrator,
        _ => null,
    };

    private bool IsFrom(IPAddress? address)
    {
        if (address is null) return false;
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _from.Count == 0 ? IPAddress.IsLoopback(plain) : _from.Contains(plain);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._@+-]{1,100}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UserName();
}
