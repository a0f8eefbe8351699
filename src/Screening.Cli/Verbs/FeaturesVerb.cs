using System.CommandLine;
using Screening.Features;

namespace Screening.Cli.Verbs;

/// <summary><c>screening features list</c>: what the engine computes.</summary>
internal static class FeaturesVerb
{
    public static Command Command()
    {
        Option<bool> json = Verb.Json();
        var list = new Command("list", "List the features with description, unit and what missing means") { json };
        list.Runs((parsed, _) =>
        {
            FeatureCatalogue catalogue = Engine.DefaultCatalogue;
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(new { FeatureSet = catalogue.Id, catalogue.Features });
                return;
            }

            Console.WriteLine($"feature set {catalogue.Id}, {catalogue.Count} features");
            foreach (Feature feature in catalogue.Features)
                Console.WriteLine($"{feature.Name}\n    {feature.Description} [{feature.Unit}]; missing: {feature.WhenMissing}");
        });
        return new Command("features", "Features: what is computed of every order") { list };
    }
}
