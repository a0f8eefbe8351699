using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>Names in <c>--json</c> are a promise: the golden file holds every path that the verbs print.</summary>
public sealed class JsonShapeTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void TheNamesStay()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        string orders = Directory.GetFiles(Path.Combine(folder["lake"], "_incoming", "orders")).Single();
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string name, string[] arguments) in new (string, string[])[]
        {
            ("ingest", ["ingest", "orders", orders, "--lake", folder["lake"], "--dry-run", "--json"]),
            ("nightly", ["nightly", "--lake", folder["lake"], "--json"]),
            ("alerts list", ["alerts", "list", "--lake", folder["lake"], "--json"]),
            ("contracts list", ["contracts", "list", "--json"]),
            ("lake status", ["lake", "status", "--lake", folder["lake"], "--json"]),
            ("lake snapshot", ["lake", "snapshot", "--lake", folder["lake"], "--json"]),
            ("lake compact", ["lake", "compact", "--lake", folder["lake"], "--dry-run", "--json"]),
            ("lake prune", ["lake", "prune", "--lake", folder["lake"], "--keep", "1", "--dry-run", "--json"]),
            ("lake history", ["lake", "history", "--lake", folder["lake"], "--json"]),
            ("features list", ["features", "list", "--json"]),
            ("typologies list", ["typologies", "list", "--json"]),
            ("regime classify", ["regime", "classify", "--product", "H20", "--destination", "CN", "--json"]),
            ("regime tables", ["regime", "tables", "--json"]),
            ("natives", ["natives", "--json"]),
        })
        {
            (int code, string output, string errors) = ScreeningProcess.Run(arguments);
            Assert.True(code == 0, errors);
            using JsonDocument document = JsonDocument.Parse(output);
            Walk(name, document.RootElement, paths);
        }

        Golden.AssertEqual("json-names.txt", string.Join('\n', paths) + "\n");
    }

    private static void Walk(string path, JsonElement element, SortedSet<string> paths)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray()) Walk(path + "[]", item, paths);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                // File names are keys of the files, not names of ours.
                string name = property.Name.Contains('.', StringComparison.Ordinal) ? "<file>" : property.Name;
                paths.Add($"{path}.{name}");
                Walk($"{path}.{name}", property.Value, paths);
            }
        }
    }
}
