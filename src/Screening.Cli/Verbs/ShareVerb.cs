using System.CommandLine;
using System.Globalization;
using System.Text;
using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Cli.Queries;
using Screening.Cli.Sharing;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Sharing;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening share</c>: what organisations tell each other of buyers, ways and signs.</summary>
internal static class ShareVerb
{
    public static Command Command() => new("share", "Tell partner organisations of buyers, ways and signs, and hear of theirs") { Export(), Import(), Match() };

    private static Command Export()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> date = Verb.Date("--date", "Night whose alerts to share; the latest if not given");
        Option<string> sharer = new Option<string>("--sharer") { Description = "Who shares, as the other side shall read it", Required = true }.NotEmpty();
        Option<string> output = new Option<string>("--out") { Description = "File to write", Required = true }.NotEmpty();
        Option<int?> most = Verb.Whole("--most", "Alerts from the first rank on; all if not given", 1, 100_000);
        Option<string?> key = KeyFile("Hash the parties by the key in this file instead of naming them");
        var force = new Option<bool>("--force") { Description = "Replace the file of --out" };
        var command = new Command("export", "Write a package of a night's alerts: parties named, or hashed by an agreed key; ways and signs; no prices, sellers or orders") { lake, date, sharer, output, most, key, force };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            byte[]? agreed = parsed.GetValue(key) is { } path ? Key(path) : null;
            using AlertStore store = NightlyRun.OpenStore(folder);
            using ResultFile file = ResultFile.At(parsed.GetValue(output)!, parsed.GetValue(force), Path.GetFullPath(folder));
            List<StoredAlert> alerts = [.. store.List(parsed.GetValue(date)).Take(parsed.GetValue(most) ?? int.MaxValue)];
            if (alerts.Count == 0) throw new UsageException("there is no alert to share; 'screening nightly' makes a list");
            NightlyList night = store.Night(alerts[0].Date)!;
            Dictionary<string, PartyFile> details = PartyFile.Of(Lake.Open(folder).Snapshot(), Home.Contracts(), null, cancellation).ToDictionary(party => party.Id, StringComparer.Ordinal);
            SharePackage package = ShareBuilder.Of(alerts, details, parsed.GetValue(sharer)!, night.Versions.Policy, TimeProvider.System.GetUtcNow().UtcDateTime, agreed);
            File.WriteAllText(file.Making, ShareFile.Write(package), new UTF8Encoding(false));
            file.Place();
            Console.WriteLine($"{Parties(package.Parties.Count)} {(agreed is null ? "by name" : "hashed by key " + package.KeyId)}, {Words.Count(package.Routes.Count, "way")}, {Words.Count(package.Patterns.Count, "sign")}");
            if (package.Parties.Count < alerts.Count) Console.WriteLine($"left out: {Words.Count(alerts.Count - package.Parties.Count, "alert")} whose party has no {(agreed is null ? "name" : "name with a country, nor a register's number")}");
        });
        return command;
    }

    private static Command Import()
    {
        var from = new Argument<string>("file") { Description = "Package of another organisation" };
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<string?> key = KeyFile("The key that was agreed on, for a hashed package");
        var kind = new Option<string>("--source-kind") { Description = "What the sharer is", DefaultValueFactory = _ => "other" };
        kind.AcceptOnlyFromAmong("whistleblower", "employee", "supplier", "customer", "competitor", "government", "press", "anonymous", "other");
        var reliability = new Option<string>("--reliability") { Description = "How reliable the sharer has been", DefaultValueFactory = _ => "unknown" };
        reliability.AcceptOnlyFromAmong("high", "medium", "low", "unknown");
        var dry = new Option<bool>("--dry-run") { Description = "Say what it would mean and keep nothing" };
        var command = new Command("import", "Take a package in: each party that it may mean gets a tip, which is evidence and no hold; the package is kept as a watch list") { from, lake, key, kind, reliability, dry, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            SharePackage package = ShareFile.Read(parsed.GetValue(from)!);
            byte[] agreed = parsed.GetValue(key) is { } path ? Key(path) : [];
            var trust = new ShareTrust(parsed.GetValue(kind)!, parsed.GetValue(reliability)!);
            IReadOnlyList<ShareMatch> matches = ShareIntake.Match(Lake.Open(folder).Snapshot(), Home.Contracts(), package, agreed, cancellation);
            (string? file, int tips) = (null, 0);
            if (!parsed.GetValue(dry))
            {
                ShareIntake.Keep(folder, package, trust);
                (file, tips) = ShareIntake.Deliver(folder, package, trust, matches, TimeProvider.System.GetUtcNow().UtcDateTime);
            }

            if (parsed.GetValue(json)) Verb.PrintJson(new { package.Sharer, package.Night, Parties = package.Parties.Count, Matches = matches, Tips = tips, File = file });
            else Print(package, matches, file, tips);
        });
        return command;
    }

    private static Command Match()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<string?> key = KeyFile("The key that was agreed on, for hashed packages");
        var command = new Command("match", "Compare all packages that were taken in with the parties of today, and deliver what is new") { lake, key };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            byte[] agreed = parsed.GetValue(key) is { } path ? Key(path) : [];
            (LakeSnapshot snapshot, ContractStore contracts) = (Lake.Open(folder).Snapshot(), Home.Contracts());
            var kept = ShareIntake.Of(folder);
            if (kept.Count == 0) Console.WriteLine("no package was taken in yet; 'screening share import' takes one");
            foreach ((_, SharePackage package, ShareTrust trust) in kept)
            {
                // Each partner may have a key of its own: what this one does not open waits for a run with its own.
                if (package.KeyId is { } id && (agreed.Length == 0 || SharedHash.KeyId(agreed) != id))
                {
                    Console.Error.WriteLine($"{package.Sharer}'s package of {package.Night.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} was not compared: it is hashed by key {id}; give it with --key-file");
                    continue;
                }

                IReadOnlyList<ShareMatch> matches = ShareIntake.Match(snapshot, contracts, package, agreed, cancellation);
                (string? file, int tips) = ShareIntake.Deliver(folder, package, trust, matches, TimeProvider.System.GetUtcNow().UtcDateTime);
                Print(package, matches, file, tips);
            }
        });
        return command;
    }

    private static void Print(SharePackage package, IReadOnlyList<ShareMatch> matches, string? file, int tips)
    {
        Console.WriteLine($"{package.Sharer}, night of {package.Night.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Parties(matches.Select(m => m.PartyId).Distinct(StringComparer.Ordinal).Count())} of this lake may be among its {package.Parties.Count:#,0}");
        foreach (ShareMatch match in matches)
        {
            SharedParty shared = package.Parties[match.Shared];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {match.Score:0.00}  {match.PartyId} {match.PartyName}: {(shared.Name is null ? "recognised by hash" : shared.Name)} ({string.Join(", ", shared.Typologies)}; {shared.Compute}; {shared.State})"));
        }

        Console.WriteLine(file is null ? "no new tip" : $"{Words.Count(tips, "tip")} for the next night: {file}");
    }

    private static string Parties(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? "party" : "parties")}");

    private static Option<string?> KeyFile(string description) => new Option<string?>("--key-file") { Description = description + $": {SharedHash.LeastKeyBytes} bytes or more, exchanged apart from packages" }.NotEmpty();

    private static byte[] Key(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"there is no file {path}");
        byte[] key = File.ReadAllBytes(path);
        return key.Length >= SharedHash.LeastKeyBytes ? key : throw new UsageException($"{path} has {key.Length} bytes; a key for sharing has {SharedHash.LeastKeyBytes} at least");
    }
}
