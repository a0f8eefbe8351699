using System.CommandLine;
using Screening.Learning.Models;
using Screening.Risk.Trees;

namespace Screening.Cli.Verbs;

/// <summary><c>screening models</c>: models that were trained elsewhere.</summary>
internal static class ModelsVerb
{
    public static Command Command() => new("models", "Models of risk") { Import() };

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "An XGBoost model as JSON or a LightGBM model as text" };
        Option<string?> target = new Option<string?>("--out") { Description = "Write the model here in the neutral form, which is read as well" }.NotEmpty();
        Option<bool> json = Verb.Json();
        var command = new Command("import", "Read a model of another program and say what it is") { file, target, json };
        command.Runs((parsed, _) =>
        {
            TreeModel model = ModelFile.Read(parsed.GetValue(file)!);
            if (parsed.GetValue(target) is { } path) Write(path, NeutralJson.Write(model));
            var said = new
            {
                model.Origin,
                model.Objective,
                Trees = model.Trees.Length,
                Leaves = model.Trees.Sum(tree => tree.Nodes.Count(node => node.IsLeaf)),
                Features = model.Features.Length,
                FeatureNames = model.Features,
                model.BaseMargin,
                Prediction = model.Link == Link.Logistic ? "probability" : "margin",
            };
            if (parsed.GetValue(json)) Verb.PrintJson(said);
            else Console.WriteLine(FormattableString.Invariant($"{said.Origin}, {said.Objective}: {said.Trees:#,0} trees with {said.Leaves:#,0} leaves, {said.Features:#,0} features; predicts a {said.Prediction}"));
        });
        return command;
    }

    // Whole or not at all.
    private static void Write(string path, byte[] content)
    {
        string half = path + ".tmp";
        File.WriteAllBytes(half, content);
        File.Move(half, path, overwrite: true);
    }
}
