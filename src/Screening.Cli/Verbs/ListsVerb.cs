using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.Lakes;
using Screening.Data.Lists;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lists ...</c>: restricted-party lists into the lake, and what differs between their versions.</summary>
internal static class ListsVerb
{
    private const int MostShown = 20;

    public static Command Command() => new("lists", "Restricted-party lists: take them in, compare their versions") { Import(), Diff() };

    private static Command Import()
    {
        var files = new Argument<string[]>("files") { Description = "Files of one publication: the Consolidated Screening List, OFAC's sdn, alt and add together, the UN's XML, a flat list; or the folder in which they lie", Arity = ArgumentArity.OneOrMore };
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: true), Verb.Json());
        var confirm = new Option<bool>("--confirm") { Description = "Take it in although known members or many entries would go" };
        var command = new Command("import", "Take published lists into the lake; one that loses known members is refused until it is confirmed") { files, lake, confirm, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = parsed.GetValue(lake)!;
            string[] named = [.. parsed.GetValue(files)!.SelectMany(FilesOf)];
            foreach (string file in named.Where(f => !File.Exists(f))) throw new UsageException($"there is no file {file}");
            ListImportReport report = ListImport.Run(
                Lake.Create(folder), Home.Contracts(), named, NameLists.Mappings, TimeProvider.System.GetUtcNow().UtcDateTime, parsed.GetValue(confirm), cancellation);
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(report);
                return;
            }

            IngestVerb.Print(report.Ingest);
            foreach (string warning in report.Warnings) Console.WriteLine($"  CONFIRMED: {warning}");
            Print(report.Diff);
        });
        return command;
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path)) return [path];
        string[] files = [.. Directory.EnumerateFiles(path).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new UsageException($"{path} holds no file; a publication is expected there");
    }

    private static Command Diff()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<int?> from = Verb.Whole("--from", "Snapshot with the older version; the one before the last delivery of lists if not given", 1, int.MaxValue);
        Option<int?> to = Verb.Whole("--to", "Snapshot with the newer version; the newest if not given", 1, int.MaxValue);
        var command = new Command("diff", "Who came, went and changed between two versions of the lists") { lake, from, to, json };
        command.Runs((parsed, cancellation) =>
        {
            ContractStore contracts = Home.Contracts();
            Lake opened = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake)));
            LakeSnapshot newer = opened.Snapshot(parsed.GetValue(to));
            LakeSnapshot? older = parsed.GetValue(from) is { } number ? opened.Snapshot(number) : ListVersions.Before(opened, newer);
            ListDiff diff = ListDiff.Of(older is null ? [] : RestrictedLists.Read(older, contracts, cancellation), RestrictedLists.Read(newer, contracts, cancellation));
            if (parsed.GetValue(json)) Verb.PrintJson(new { From = older?.Number ?? 0, To = newer.Number, diff.Before, diff.After, diff.Added, diff.Removed, diff.Changed });
            else Print(diff);
        });
        return command;
    }

    private static void Print(ListDiff diff)
    {
        Console.WriteLine($"{diff.Before:#,0} entries before, {diff.After:#,0} after: {diff.Added.Count:#,0} added, {diff.Removed.Count:#,0} removed, {diff.Changed.Count:#,0} changed");
        Show("+", diff.Added);
        Show("-", diff.Removed);
        Show("~", diff.Changed);
    }

    private static void Show(string sign, IReadOnlyList<ListChange> changes)
    {
        foreach (ListChange change in changes.Take(MostShown)) Console.WriteLine($"  {sign} {change.Name} ({change.EntryId}){(change.Changes.Count == 0 ? "" : ": " + string.Join(", ", change.Changes))}");
        if (changes.Count > MostShown) Console.WriteLine($"  {sign} and {changes.Count - MostShown:#,0} others; --json gives all");
    }
}
