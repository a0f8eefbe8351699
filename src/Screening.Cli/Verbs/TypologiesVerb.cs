using System.CommandLine;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening typologies list</c>: the signs that are looked for, and where they come from.</summary>
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
        return new Command("typologies", "Typologies: named ways of diverting goods") { list };
    }
}
