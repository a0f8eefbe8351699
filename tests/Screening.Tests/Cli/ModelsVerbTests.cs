using System.Text.Json;
using Screening.Learning.XGBoost;
using Screening.Tests.Learning.XGBoost;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class ModelsVerbTests
{
    [Fact]
    public void AnImportedModelSaysWhatItIsAndIsWrittenInTheNeutralForm()
    {
        using var folder = new TemporaryFolder();
        using (Booster booster = SomeTraining.Train(4)) File.WriteAllBytes(folder["model.json"], booster.ToJson());
        (int code, string output, string errors) = ScreeningProcess.Run("models", "import", folder["model.json"], "--out", folder["neutral.json"]);
        Assert.True(code == 0, errors);
        Assert.Matches("^XGBoost 1\\.7\\.[0-9]+, binary:logistic: 4 trees with [0-9]+ leaves, 12 features; predicts a probability\n$", output);
        (int again, string same, _) = ScreeningProcess.Run("models", "import", folder["neutral.json"]);
        Assert.Equal((0, output), (again, same));
        (_, string json, _) = ScreeningProcess.Run("models", "import", folder["neutral.json"], "--json");
        JsonElement said = JsonDocument.Parse(json).RootElement;
        Assert.Equal(["origin", "objective", "trees", "leaves", "features", "feature_names", "base_margin", "prediction"], said.EnumerateObject().Select(property => property.Name));
        Assert.Equal((4, 12, "probability"), (said.GetProperty("trees").GetInt32(), said.GetProperty("features").GetInt32(), said.GetProperty("prediction").GetString()));
    }

    [Fact]
    public void ASwappedFileIsOneSentenceAndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["orders.csv"], "order_id,amount\n1,2\n");
        (int code, string output, string errors) = ScreeningProcess.Run("models", "import", folder["orders.csv"], "--out", folder["neutral.json"]);
        Assert.Equal((2, "", $"screening: {folder["orders.csv"]}: the file is neither an XGBoost JSON model (begins with '{{') nor a LightGBM text model (begins with 'tree')\n"), (code, output, errors));
        Assert.False(File.Exists(folder["neutral.json"]));
        Assert.Equal(2, ScreeningProcess.Run("models", "import", folder["nowhere"]).Code);
    }
}
