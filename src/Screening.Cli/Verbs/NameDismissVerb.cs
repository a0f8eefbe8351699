using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Store;
using Screening.Parties;

namespace Screening.Cli.Verbs;

/// <summary><c>screening name dismiss | dismissals</c>: a reviewer's "not this one", which holds as long as neither side changes.</summary>
internal static class NameDismissVerb
{
    private const int MostDays = 731;

    public static Command Dismiss()
    {
        var party = new Argument<string>("party") { Description = "Party id" };
        var entry = new Argument<string>("entry") { Description = "Entry id of the list" };
        var reason = new Option<string>("--reason") { Description = "Why the party is not the listed one", Required = true }.NotEmpty();
        var by = new Option<string>("--by") { Description = "Who says so", Required = true }.NotEmpty();
        Option<DateOnly?> until = Verb.Date("--until", "Last day on which it holds, yyyy-MM-dd, two years ahead at most");
        until.Required = true;
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("dismiss", "Put a match of a party with a list entry aside, with reason, author and last day") { party, entry, reason, by, until, lake, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            NameDismissal dismissal = Make(
                Lake.Open(folder).Snapshot(), parsed.GetValue(party)!, parsed.GetValue(entry)!, parsed.GetValue(reason)!.Trim(), parsed.GetValue(by)!.Trim(), parsed.GetValue(until)!.Value, now, cancellation);
            using AlertStore store = NightlyRun.OpenStore(folder);
            store.Dismiss(dismissal);
            if (parsed.GetValue(json)) Verb.PrintJson(dismissal);
            else Console.WriteLine(FormattableString.Invariant($"{dismissal.PartyName} ({dismissal.PartyId}) is put aside as {dismissal.ListedName} ({dismissal.EntryId}) until {dismissal.Until:yyyy-MM-dd}, as long as neither side changes"));
        });
        return command;
    }

    public static Command List()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("dismissals", "What was put aside, and whether it still holds") { lake, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            using AlertStore store = NightlyRun.OpenStore(folder);
            IReadOnlyList<DismissalState> states = States(store.Dismissals(), Lake.Open(folder).Snapshot(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), cancellation);
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(states);
                return;
            }

            foreach (DismissalState state in states)
            {
                NameDismissal d = state.Dismissal;
                Console.WriteLine(FormattableString.Invariant($"{(state.Fallen is null ? "holds " : "fallen")}  {d.PartyId} {d.PartyName} / {d.EntryId} {d.ListedName}: by {d.Author} on {d.DismissedAtUtc:yyyy-MM-dd} until {d.Until:yyyy-MM-dd}: {d.Reason}{(state.Fallen is { } why ? $" ({why})" : "")}"));
            }

            if (states.Count == 0) Console.Error.WriteLine("nothing was put aside yet");
        });
        return command;
    }

    /// <summary>A dismissal and why it no longer holds; null while it does.</summary>
    internal sealed record DismissalState(NameDismissal Dismissal, string? Fallen);

    private static NameDismissal Make(LakeSnapshot snapshot, string party, string entry, string reason, string by, DateOnly until, DateTime now, CancellationToken cancellation)
    {
        DateOnly today = DateOnly.FromDateTime(now);
        if (until < today || until.DayNumber - today.DayNumber > MostDays)
            throw new UsageException(FormattableString.Invariant($"--until is {until:yyyy-MM-dd}; accepted: from today, {today:yyyy-MM-dd}, to {today.AddDays(MostDays):yyyy-MM-dd}"));
        ContractStore contracts = Home.Contracts();
        PartyFile known = PartyFile.Of(snapshot, contracts, party, cancellation) is [var found] ? found : throw new UsageException($"no party '{party}' stands in the lake");
        ListEntry listed = RestrictedLists.Read(snapshot, contracts, cancellation).FirstOrDefault(e => e.EntryId == entry) ?? throw new UsageException($"no entry '{entry}' stands on the lists of the lake");
        return new NameDismissal(party, entry, known.Facts, MatchFacts.OfEntry(listed), known.Name, listed.Name, reason, by, now, until);
    }

    private static IReadOnlyList<DismissalState> States(IReadOnlyList<NameDismissal> told, LakeSnapshot snapshot, DateOnly today, CancellationToken cancellation)
    {
        if (told.Count == 0) return [];
        ContractStore contracts = Home.Contracts();
        Dictionary<string, string> parties = PartyFile.Of(snapshot, contracts, null, cancellation).ToDictionary(p => p.Id, p => p.Facts, StringComparer.Ordinal);
        Dictionary<string, string> entries = RestrictedLists.Read(snapshot, contracts, cancellation).ToDictionary(e => e.EntryId, MatchFacts.OfEntry, StringComparer.Ordinal);
        return [.. told.Select((d, i) => new DismissalState(d, Fallen(d, told.Skip(i + 1))))];

        string? Fallen(NameDismissal d, IEnumerable<NameDismissal> later) =>
            later.Any(l => l.PartyId == d.PartyId && l.EntryId == d.EntryId) ? "said again later"
            : d.Until < today ? "its last day is over"
            : parties.GetValueOrDefault(d.PartyId) != d.PartyFacts ? "the party changed"
            : entries.GetValueOrDefault(d.EntryId) != d.EntryFacts ? "the entry changed"
            : null;
    }
}
