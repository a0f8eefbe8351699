using System.Security.Cryptography;
using System.Text;
using Screening.Alerts;

namespace Screening.Casework;

/// <summary>
/// The pair of facts that a dismissal is good for: who the subject is, and what speaks against it. While both stay the same, and its last day is not over, what comes
/// again is not shown as new; when either changes the dismissal has fallen.
/// </summary>
/// <param name="Subject">Hash of who it is: name, country, kind, members and what links them.</param>
/// <param name="Evidence">Hash of what speaks against it: signs by their codes, list matches, orders with their versions.</param>
public sealed record AlertFacts(string Subject, string Evidence)
{
    private const char Between = '\u001f';
    private static readonly string[] NoSigns = ["start", "anomaly", "model", "unknowns"];

    /// <summary>Of an alert as it was shown. Numbers that move by themselves, such as rank and risk, are not among the facts.</summary>
    public static AlertFacts Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new AlertFacts(
            Hash([alert.Name, alert.Country ?? "", alert.Kind, .. Sorted(alert.Members), "", .. Sorted(alert.Links)]),
            Hash([
                .. Sorted(alert.Reasons.Select(r => r.Code).Where(c => !NoSigns.Contains(c))), "",
                .. Sorted(alert.ListMatches.Select(m => $"{m.PartyId}{Between}{m.List}{Between}{m.Entry}")), "",
                .. Sorted(alert.Orders.Select(o => FormattableString.Invariant($"{o.OrderId}{Between}{o.Version}"))),
            ]));
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> words) => words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    // Lengths, so that no two lists read alike.
    private static string Hash(IEnumerable<string> facts) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(facts.Select(f => FormattableString.Invariant($"{f.Length}:{f}"))))))[..32];
}
