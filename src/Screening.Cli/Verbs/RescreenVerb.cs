using System.CommandLine;
using System.Globalization;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Transliteration;
using Screening.Parties;

namespace Screening.Cli.Verbs;

/// <summary>A party against an entry, in a re-screening.</summary>
/// <param name="PartyId">Party.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What follows.</param>
/// <param name="Problem">Why its name could not be compared; null when it could.</param>
/// <param name="EntryId">Entry; null with a problem.</param>
/// <param name="ListedName">The name that was found; null with a problem.</param>
/// <param name="Score">Score.</param>
internal sealed record RescreenHit(string PartyId, string Name, NameOutcome Outcome, string? Problem, string? EntryId, string? ListedName, double Score);

/// <summary><c>screening rescreen</c>: all parties of a lake against the newest lists; what the version before did not give.</summary>
internal static class RescreenVerb
{
    public static Command Command()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var all = new Option<bool>("--all") { Description = "Tell everything, not only what is new since the lists before" };
        var command = new Command("rescreen", "All parties against the newest lists: what is new since the version before") { lake, all, json };
        command.Runs((parsed, cancellation) =>
        {
            ContractStore contracts = Home.Contracts();
            Lake opened = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake)));
            LakeSnapshot newest = opened.Snapshot();
            LakeSnapshot? before = parsed.GetValue(all) ? null : ListVersions.Before(opened, newest);
            List<(string Id, string Name, string? Country, string? Address)> parties = Parties(newest, contracts, cancellation);
            List<RescreenHit> hits = Hits(parties, NameLists.OfLake(newest, contracts, cancellation), contracts, cancellation);
            if (before is not null && RestrictedLists.Read(before, contracts, cancellation) is { Count: > 0 } older)
            {
                HashSet<(string, string?)> known = [.. Hits(parties, older, contracts, cancellation).Select(h => (h.PartyId, h.EntryId))];
                hits.RemoveAll(h => known.Contains((h.PartyId, h.EntryId)));
            }

            if (parsed.GetValue(json)) Verb.PrintJson(new { Snapshot = newest.Number, Before = before?.Number, Parties = parties.Count, Hits = hits });
            else Print(hits, parties.Count, before);
        });
        return command;
    }

    private static void Print(List<RescreenHit> hits, int parties, LakeSnapshot? before)
    {
        Console.WriteLine($"{parties:#,0} parties: {hits.Count:#,0} {(before is null ? "hits" : $"hits that the lists of snapshot {before.Number} did not give")}");
        foreach (RescreenHit hit in hits)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{hit.Outcome.ToString().ToUpperInvariant(),-6} {hit.Score:0.000}  {hit.PartyId} {hit.Name}: {hit.Problem ?? $"{hit.ListedName} ({hit.EntryId})"}"));
        }
    }

    private static List<RescreenHit> Hits(List<(string Id, string Name, string? Country, string? Address)> parties, IReadOnlyList<ListEntry> entries, ContractStore contracts, CancellationToken cancellation)
    {
        NameIndex index = NameIndex.Build(entries, NameTables.Folding(contracts), parties.Select(p => p.Name));
        var hits = new List<RescreenHit>[parties.Count];
        Parallel.For(0, parties.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, p =>
        {
            (string id, string name, string? country, string? address) = parties[p];
            NameAnswer answer = index.Find(new NameQuery(name) { Country = country, Address = address }, 0);
            hits[p] = [.. answer.Matches.Where(m => m.Score >= index.Thresholds.Review).Select(m => new RescreenHit(id, name, m.Score >= index.Thresholds.Hold ? NameOutcome.Hold : NameOutcome.Review, null, m.Entry.EntryId, m.ListedName, m.Score))];
            if (answer.Problem is not null) hits[p].Add(new RescreenHit(id, name, NameOutcome.Hold, answer.Problem, null, null, 0));
        });
        return [.. hits.SelectMany(h => h).OrderByDescending(h => h.Outcome).ThenByDescending(h => h.Score).ThenBy(h => h.PartyId, StringComparer.Ordinal)];
    }

    private static List<(string Id, string Name, string? Country, string? Address)> Parties(LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query($"SELECT party_id, name, country, address FROM {snapshot.Current(contracts["parties"])} AS parties ORDER BY party_id", cancellation);
        return [.. result.Rows().Select(r => ((string)r[0]!, (string?)r[1] ?? "", (string?)r[2], (string?)r[3]))];
    }
}
