using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Screening.Risk.Trees;

namespace Screening.Learning.Models;

/// <summary>The neutral form of a model as JSON: the same model gives the same bytes, and reading them back gives the same model.</summary>
public static class NeutralJson
{
    private const string Format = "screening-trees-1";

    /// <summary>Writes a model.</summary>
    public static byte[] Write(TreeModel model)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("origin", model.Origin);
            json.WriteString("objective", model.Objective);
            json.WriteString("link", model.Link == Link.Logistic ? "logistic" : "identity");
            json.WriteNumber("slope", model.Slope);
            json.WriteNumber("base_margin", model.BaseMargin);
            json.WriteString("sums", model.SumsInSingle ? "single" : "double");
            Array(json, "features", model.Features, json.WriteStringValue);
            Array(json, "trees", model.Trees, tree => Tree(json, tree.Nodes));
            json.WriteEndObject();
        }

        return [.. bytes.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static TreeModel Read(JsonPlace root)
    {
        if (root["format"] is { Text: not Format } format) throw format.Wrong($"is '{format.Text}'; {Format} is read");
        ImmutableArray<string> features = [.. root["features"].Items().Select(name => name.Text)];
        double slope = root["slope"].Double;
        if (slope <= 0) throw root["slope"].Wrong(FormattableString.Invariant($"is {slope}; a number above 0 is needed"));
        return new TreeModel
        {
            Origin = root["origin"].Text,
            Objective = root["objective"].Text,
            Features = features,
            Trees = [.. root["trees"].Items().Select(tree => Tree(tree, features.Length))],
            BaseMargin = root["base_margin"].Double,
            SumsInSingle = Choice(root["sums"], "double", "single") == 1,
            Link = (Link)Choice(root["link"], "identity", "logistic"),
            Slope = slope,
        };
    }

    private static void Tree(Utf8JsonWriter json, ImmutableArray<TreeNode> nodes)
    {
        json.WriteStartObject();
        Array(json, "feature", nodes, node => json.WriteNumberValue(node.Feature));
        Array(json, "number", nodes, node => json.WriteNumberValue(node.IsLeaf ? node.Value : node.Threshold));
        Array(json, "left", nodes, node => json.WriteNumberValue(node.Left));
        Array(json, "right", nodes, node => json.WriteNumberValue(node.Right));
        Array(json, "missing", nodes, node => json.WriteNumberValue((int)node.Missing));
        Array(json, "missing_left", nodes, node => json.WriteNumberValue(node.MissingGoesLeft ? 1 : 0));
        Array(json, "cover", nodes, node => json.WriteNumberValue(node.Cover));
        json.WriteStartObject("categories");
        for (int node = 0; node < nodes.Length; node++)
            if (nodes[node].IsCategorical) Array(json, node.ToString(CultureInfo.InvariantCulture), nodes[node].Categories, json.WriteNumberValue);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static DecisionTree Tree(JsonPlace tree, int features)
    {
        int count = tree["feature"].Count;
        int[] feature = tree["feature"].Wholes(count), left = tree["left"].Wholes(count), right = tree["right"].Wholes(count), missing = tree["missing"].Wholes(count), missingLeft = tree["missing_left"].Wholes(count);
        double[] number = tree["number"].Doubles(count), cover = tree["cover"].Doubles(count);
        JsonPlace categories = tree["categories"];
        var nodes = ImmutableArray.CreateBuilder<TreeNode>(count);
        for (int node = 0; node < count; node++)
        {
            if (feature[node] < -1 || feature[node] >= features) throw tree["feature"][node].Wrong(FormattableString.Invariant($"is {feature[node]}; the model has features 0 to {features - 1}, and -1 is a leaf"));
            if (missing[node] is < 0 or > 2) throw tree["missing"][node].Wrong(FormattableString.Invariant($"is {missing[node]}; 0 to 2 are known"));
            if (feature[node] < 0) nodes.Add(TreeNode.Leaf(number[node], cover[node]));
            else if (categories.Find(node.ToString(CultureInfo.InvariantCulture)) is { } set) nodes.Add(TreeNode.Split(feature[node], [.. set.Items().Select(word => word.Word)], left[node], right[node], cover[node]));
            else nodes.Add(TreeNode.Split(feature[node], number[node], left[node], right[node], (MissingRule)missing[node], missingLeft[node] != 0, cover[node]));
        }

        return new DecisionTree(nodes.MoveToImmutable());
    }

    private static int Choice(JsonPlace place, params string[] names) =>
        System.Array.IndexOf(names, place.Text) is >= 0 and var index ? index : throw place.Wrong($"is '{place.Text}'; known: {string.Join(", ", names)}");

    private static void Array<T>(Utf8JsonWriter json, string name, ImmutableArray<T> values, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T value in values) write(value);
        json.WriteEndArray();
    }
}
