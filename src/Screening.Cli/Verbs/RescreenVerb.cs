using System.CommandLine;
using System.Globalization;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Store;
using Screening.Data.Transliteration;
using Screening.Parties;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary>A party against an entry, in a re-screening.</summary>
/// <param name="PartyId">Party.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">What follows.</param>
/// <param name="Problem">Why its name could not be compared; null when it could.</param>
/// <param name="EntryId">Entry; null with a problem.</param>
/// <param name="ListedName">The name that was found; null with a problem.</param>
/// <param name="Score">Score.</param>
/// <param name="PutAside">Who put the match aside, until when and why; null when nobody did, or when it no longer holds.</param>
internal sealed record RescreenHit(string PartyId, string Name, NameOutcome Outcome, string? Problem, string? EntryId, string? ListedName, double Score, PutAside? PutAside = null);

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
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            Lake opened = Lake.Open(folder);
            LakeSnapshot newest = opened.Snapshot();
            LakeSnapshot? before = parsed.GetValue(all) ? null : ListVersions.Before(opened, newest);
            IReadOnlyList<PartyFile> parties = PartyFile.Of(newest, contracts, null, cancellation);
            List<RescreenHit> hits = Hits(parties, NameLists.OfLake(newest, contracts, cancellation), contracts, cancellation);
            if (before is not null && RestrictedLists.Read(before, contracts, cancellation) is { Count: > 0 } older)
            {
                HashSet<(string, string?)> known = [.. Hits(parties, older, contracts, cancellation).Select(h => (h.PartyId, h.EntryId))];
                hits.RemoveAll(h => known.Contains((h.PartyId, h.EntryId)));
            }

            hits = WithDismissals(hits, parties, newest, folder, contracts, cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(new { Snapshot = newest.Number, Before = before?.Number, Parties = parties.Count, Hits = hits });
            else Print(hits, parties.Count, before);
        });
        return command;
    }

    // What was put aside is told last and says so: it is not gone.
    private static List<RescreenHit> WithDismissals(
        List<RescreenHit> hits, IReadOnlyList<PartyFile> parties, LakeSnapshot snapshot, string folder, ContractStore contracts, CancellationToken cancellation)
    {
        using AlertStore store = NightlyRun.OpenStore(folder);
        var dismissals = new Dismissals(store.Dismissals(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        if (!dismissals.Any) return hits;
        Dictionary<string, PartyFile> byId = parties.ToDictionary(p => p.Id, StringComparer.Ordinal);
        Dictionary<string, ListEntry> entries = RestrictedLists.Read(snapshot, contracts, cancellation).ToDictionary(e => e.EntryId, StringComparer.Ordinal);
        return
        [
            .. hits.Select(h => h.EntryId is null ? h : h with { PutAside = dismissals.Of(h.PartyId, h.EntryId, () => byId[h.PartyId].Facts, () => MatchFacts.OfEntry(entries[h.EntryId])) })
                .OrderBy(h => h.PutAside is not null),
        ];
    }

    private static void Print(List<RescreenHit> hits, int parties, LakeSnapshot? before)
    {
        Console.WriteLine($"{parties:#,0} parties: {Words.Count(hits.Count, "hit")}{(before is null ? "" : $" that the lists of snapshot {before.Number} did not give")}");
        foreach (RescreenHit hit in hits)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(hit.PutAside is null ? hit.Outcome.ToString().ToUpperInvariant() : "aside"),-6} {hit.Score:0.000}  {hit.PartyId} {hit.Name}: {hit.Problem ?? $"{hit.ListedName} ({hit.EntryId})"}{(hit.PutAside is { } aside ? ", " + aside : "")}"));
        }
    }

    private static List<RescreenHit> Hits(IReadOnlyList<PartyFile> parties, IReadOnlyList<ListEntry> entries, ContractStore contracts, CancellationToken cancellation)
    {
        NameIndex index = NameIndex.Build(entries, NameTables.Folding(contracts), parties.Select(p => p.Name));
        var hits = new List<RescreenHit>[parties.Count];
        Parallel.For(0, parties.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, p =>
        {
            (string id, string name, string? country, string? address, _) = parties[p];
            NameAnswer answer = index.Find(new NameQuery(name) { Country = country, Address = address }, 0);
            hits[p] = [.. answer.Matches.Where(m => m.Score >= index.Thresholds.Review).Select(m => new RescreenHit(id, name, m.Score >= index.Thresholds.Hold ? NameOutcome.Hold : NameOutcome.Review, null, m.Entry.EntryId, m.ListedName, m.Score))];
            if (answer.Problem is not null) hits[p].Add(new RescreenHit(id, name, NameOutcome.Hold, answer.Problem, null, null, 0));
        });
        return [.. hits.SelectMany(h => h).OrderByDescending(h => h.Outcome).ThenByDescending(h => h.Score).ThenBy(h => h.PartyId, StringComparer.Ordinal)];
    }
}
