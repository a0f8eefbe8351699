using System.CommandLine;
using Screening.Features;
using Screening.Policies;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening typologies list | explain</c>: the signs that are looked for, and where they come from.</summary>
internal static class TypologiesVerb
{
    public static Command Command()
    {
        Option<bool> json = Verb.Json();
        var list = new Command("list", "List the typologies with their citations and parameters") { json };
        list.Runs((parsed, _) =>
        {
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(TypologySet.Definitions);
                return;
            }

            foreach (TypologyDefinition typology in TypologySet.Definitions)
                Console.WriteLine($"{typology.Id}  {typology.Name}\n     {typology.Citation}");
        });
        return new Command("typologies", "Typologies: named ways of diverting goods") { list, Explain() };
    }

    private static Command Explain()
    {
        var id = new Argument<string>("id") { Description = "Typology, such as T01" };
        (Option<string?> policy, Option<bool> json) = (Verb.Policy(), Verb.Json());
        var command = new Command("explain", "What a typology looks for, where it comes from, what it reads and what the policy says of it") { id, policy, json };
        command.Runs((parsed, _) =>
        {
            string wanted = parsed.GetValue(id)!.ToUpperInvariant();
            TypologyDefinition typology = TypologySet.Definitions.FirstOrDefault(t => t.Id == wanted)
                ?? throw new UsageException($"there is no typology '{wanted}'; known: {string.Join(", ", TypologySet.Definitions.Select(t => t.Id).Order(StringComparer.Ordinal))}");
            Policy read = Home.Policy(parsed.GetValue(policy));
            TypologyPolicy? own = read.Typologies.FirstOrDefault(t => t.Id == wanted);
            List<Feature> features = [.. Engine.DefaultCatalogue.Features.Where(f => f.Typologies.Split(' ').Contains(wanted, StringComparer.Ordinal))];
            if (parsed.GetValue(json)) Verb.PrintJson(new { Typology = typology, Policy = read.Version, own?.Weight, own?.MandatoryHold, own?.Parameters, Features = features.Select(f => f.Name), ControlRegime = typology.ReadsControlRegime ? read.ControlRegime.Readings : null, OwnershipRule = typology.ReadsOwnershipRule ? read.OwnershipRule.Periods : null });
            else Print(typology, read, own, features);
        });
        return command;
    }

    private static void Print(TypologyDefinition typology, Policy policy, TypologyPolicy? own, List<Feature> features)
    {
        Console.WriteLine($"{typology.Id}  {typology.Name}\n  source: {typology.Citation}");
        Console.WriteLine(own is null ? $"  policy {policy.Version} does not use it" : FormattableString.Invariant($"  policy {policy.Version}: weight {own.Weight:0.##}{(own.MandatoryHold ? ", a mandatory hold" : "")}"));
        foreach (ParameterDefinition parameter in typology.Parameters)
        {
            string value = own is null ? "" : FormattableString.Invariant($" = {own.Parameters[parameter.Key]:#,0.####}");
            Console.WriteLine(FormattableString.Invariant($"  {parameter.Key}{value} {(parameter.Unit == "1" ? "" : parameter.Unit)} ({parameter.Minimum:#,0.###} to {parameter.Maximum:#,0.###}): {parameter.Description}"));
        }

        if (typology.ReadsControlRegime)
            foreach (DatedReading reading in policy.ControlRegime.Readings) Console.WriteLine($"  law {Day("from", reading.From) ?? "from ever"}: read as {(reading.Reading == RegimeReading.Codified ? "codified" : "enforced")}");
        if (typology.ReadsOwnershipRule)
            foreach (OwnershipRulePeriod period in policy.OwnershipRule.Periods) Console.WriteLine($"  50 % rule {Day("from", period.From) ?? "from ever"}{Day(" to", period.To)}: {period.State.ToString().ToLowerInvariant()}");
        foreach (Feature feature in features) Console.WriteLine($"  reads {feature.Name}: {feature.Description} [{feature.Unit}]");
    }

    private static string? Day(string word, DateOnly? day) => day is { } told ? FormattableString.Invariant($"{word} {told:yyyy-MM-dd}") : null;
}
