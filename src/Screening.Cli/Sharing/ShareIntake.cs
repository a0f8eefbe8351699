using System.Globalization;
using System.Text.Json;
using Screening.Cli.Verbs;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Data.Transliteration;
using Screening.Sharing;

namespace Screening.Cli.Sharing;

/// <summary>How a package is taken in.</summary>
/// <param name="SourceKind">Kind of source that the tips name, as the contract of tips has them.</param>
/// <param name="Reliability">How reliable the sharer has been: high, medium, low or unknown.</param>
internal sealed record ShareTrust(string SourceKind, string Reliability);

/// <summary>
/// Compares a package with a lake's parties and delivers a tip for each party that it may mean: evidence to look into (T35), never a hold. Packages are kept beside the
/// lake, so that parties who come later are compared too; the same tip is never delivered twice.
/// </summary>
internal static class ShareIntake
{
    private const string Kept = "_shared";

    /// <summary>Packages that were taken in, by id.</summary>
    public static IReadOnlyList<(string File, SharePackage Package, ShareTrust Trust)> Of(string lake)
    {
        string folder = Path.Combine(lake, Kept);
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. Directory.GetFiles(folder, "*.share.json").Order(StringComparer.Ordinal)
                .Select(file => (file, ShareFile.Read(file), JsonSerializer.Deserialize<ShareTrust>(File.ReadAllText(TrustOf(file)), AlertJson.Options)!)),
        ];
    }

    /// <summary>Keeps a package; again with another trust only that changes.</summary>
    public static void Keep(string lake, SharePackage package, ShareTrust trust)
    {
        string folder = Path.Combine(lake, Kept), file = Path.Combine(folder, ShareFile.Id(package) + ".share.json");
        WholeFile.Write(TrustOf(file), JsonSerializer.Serialize(trust, AlertJson.Options) + "\n");
        WholeFile.Write(file, ShareFile.Write(package));
    }

    /// <summary>Parties of a lake that a package may mean.</summary>
    public static IReadOnlyList<ShareMatch> Match(LakeSnapshot snapshot, ContractStore contracts, SharePackage package, byte[] key, CancellationToken cancellation)
    {
        List<OwnParty> own = [.. PartyFile.Of(snapshot, contracts, null, cancellation).Select(p => new OwnParty(p.Id, p.Name, p.Country, p.Address, p.RegistrationNumber))];
        try
        {
            return ShareMatch.Of(package, own, NameTables.Folding(contracts), key);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message.Split(" (Parameter", 2)[0]);
        }
    }

    /// <summary>Lays tips of matches where the next night takes them in.</summary>
    /// <returns>The file, and how many tips it holds; no file when every one was delivered before.</returns>
    public static (string? File, int Tips) Deliver(string lake, SharePackage package, ShareTrust trust, IReadOnlyList<ShareMatch> matches, DateTime now)
    {
        string id = ShareFile.Id(package), folder = Path.Combine(lake, "_incoming", "tips"), told = Path.Combine(lake, Kept, id + ".told");
        HashSet<string> before = File.Exists(told) ? [.. File.ReadLines(told)] : [];
        List<(string Tip, ShareMatch Match)> tips = [.. matches.Select(match => (FormattableString.Invariant($"share-{id}-{match.Shared}-{match.PartyId}"), match)).Where(tip => !before.Contains(tip.Item1))];
        if (tips.Count == 0) return (null, 0);
        string file = Path.Combine(folder, FormattableString.Invariant($"share-{id}-{before.Count}.jsonl"));

        // First the tips, then that they were told: a kill between the two tells them again by the same keys, which the lake takes in once.
        WholeFile.Write(file, string.Concat(tips.Select(tip => Row(tip.Tip, tip.Match, package, trust, now) + "\n")));
        WholeFile.Write(told, string.Concat(before.Concat(tips.Select(tip => tip.Tip)).Order(StringComparer.Ordinal).Select(tip => tip + "\n")));
        return (file, tips.Count);
    }

    private static string Row(string tip, ShareMatch match, SharePackage package, ShareTrust trust, DateTime now)
    {
        SharedParty shared = package.Parties[match.Shared];
        string moment = now.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        string signs = shared.Typologies.Count == 0 ? "no typology" : string.Join(", ", shared.Typologies);
        string how = match.By == "hash" ? "recognised by hash" : FormattableString.Invariant($"names alike {match.Score:0.00}");
        return JsonSerializer.Serialize(
            new
            {
                TipId = tip,
                ReceivedAt = moment,
                match.PartyId,
                PartyName = shared.Name,
                trust.SourceKind,
                trust.Reliability,
                Status = "open",
                Summary = FormattableString.Invariant($"{package.Sharer} was warned of this party on {shared.Since:yyyy-MM-dd} ({signs}; {shared.Compute}; its alert is {shared.State}); {how}"),
                KnownAt = moment,
            },
            AlertJson.Options);
    }

    private static string TrustOf(string file) => file[..^".share.json".Length] + ".trust.json";
}
