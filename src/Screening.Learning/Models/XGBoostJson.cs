using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Screening.Risk.Trees;

namespace Screening.Learning.Models;

/// <summary>Reads XGBoost's JSON models: <c>gbtree</c> with numeric splits, objectives <c>binary:logistic</c> and <c>reg:squarederror</c>. Written for the format of 1.7; later ones that say the same are read as well.</summary>
internal static class XGBoostJson
{
    public static TreeModel Read(JsonPlace root)
    {
        JsonPlace learner = root["learner"], booster = learner["gradient_booster"], parameters = learner["learner_model_param"];
        if (booster["name"] is { Text: not "gbtree" } name) throw name.Wrong($"is '{name.Text}'; only gbtree is served");
        One(parameters, "num_class", 0, "only models with one margin are served");
        One(parameters, "num_target", 1, "only models with one margin are served");
        JsonPlace objective = learner["objective"]["name"];
        Link link = objective.Text switch
        {
            "binary:logistic" => Link.Logistic,
            "reg:squarederror" => Link.Identity,
            _ => throw objective.Wrong($"is '{objective.Text}'; binary:logistic and reg:squarederror are served"),
        };
        int features = parameters["num_feature"].Whole;
        if (features is < 1 or > 1_000_000) throw parameters["num_feature"].Wrong(FormattableString.Invariant($"is {features}; 1 to 1000000 are accepted"));
        JsonPlace trees = booster["model"]["trees"];
        return new TreeModel
        {
            Origin = "XGBoost" + Version(root),
            Objective = objective.Text,
            Features = Names(learner, features),
            Trees = [.. trees.Items().Select(tree => Tree(tree, features))],
            BaseMargin = BaseMargin(parameters["base_score"], link),
            SumsInSingle = true,
            Link = link,
        };
    }

    private static void One(JsonPlace parameters, string name, int expected, string why)
    {
        if (parameters.Find(name) is { } place && place.Whole > Math.Max(1, expected)) throw place.Wrong(FormattableString.Invariant($"is {place.Whole}; {why}"));
    }

    private static string Version(JsonPlace root) => root.Find("version") is { Element.ValueKind: JsonValueKind.Array } version
        ? " " + string.Join('.', version.Items().Select(part => part.Whole.ToString(CultureInfo.InvariantCulture))) : "";

    private static ImmutableArray<string> Names(JsonPlace learner, int features)
    {
        if (learner.Find("feature_names") is not { Count: > 0 } names) return [.. Enumerable.Range(0, features).Select(i => FormattableString.Invariant($"f{i}"))];
        if (names.Count != features) throw names.Wrong(FormattableString.Invariant($"has {names.Count} names; the model has {features} features"));
        return [.. names.Items().Select(name => name.Text)];
    }

    // As libxgboost does, in single precision. Since 3.1 the number stands in brackets.
    private static float BaseMargin(JsonPlace place, Link link)
    {
        string text = place.Text;
        if (!float.TryParse(text.AsSpan().TrimStart('[').TrimEnd(']'), NumberStyles.Float, CultureInfo.InvariantCulture, out float score) || !float.IsFinite(score)) throw place.Wrong($"is '{text}', not one finite number");
        if (link == Link.Identity) return score;
        if (score is <= 0 or >= 1) throw place.Wrong($"is '{text}'; of a binary:logistic model it is a probability between 0 and 1");
        return -MathF.Log(1f / score - 1f);
    }

    private static DecisionTree Tree(JsonPlace tree, int features)
    {
        JsonPlace parameters = tree["tree_param"];
        One(parameters, "size_leaf_vector", 1, "only trees with one value a leaf are served");
        int nodes = parameters["num_nodes"].Whole;
        if (nodes < 1) throw parameters["num_nodes"].Wrong(FormattableString.Invariant($"is {nodes}; a tree has at least 1"));
        if (tree.Find("split_type") is { } kinds && kinds.Wholes(nodes) is { } types && Array.IndexOf(types, 1) is >= 0 and var categorical)
            throw kinds[categorical].Wrong("is a split by categories, which is served from LightGBM models only");
        int[] left = tree["left_children"].Wholes(nodes), right = tree["right_children"].Wholes(nodes), feature = tree["split_indices"].Wholes(nodes), missing = tree["default_left"].Wholes(nodes);
        float[] conditions = tree["split_conditions"].Singles(nodes), covers = tree["sum_hessian"].Singles(nodes);
        var built = ImmutableArray.CreateBuilder<TreeNode>(nodes);
        for (int node = 0; node < nodes; node++)
        {
            if (covers[node] < 0) throw tree["sum_hessian"][node].Wrong("is below 0");
            if (left[node] == -1)
            {
                built.Add(TreeNode.Leaf(conditions[node], covers[node]));
                continue;
            }

            if (feature[node] < 0 || feature[node] >= features) throw tree["split_indices"][node].Wrong(FormattableString.Invariant($"is {feature[node]}; the model has features 0 to {features - 1}"));
            Child(tree, "left_children", left, node);
            Child(tree, "right_children", right, node);
            built.Add(TreeNode.Split(feature[node], SingleThreshold.AtMost(conditions[node]), left[node], right[node], MissingRule.NotANumber, missing[node] != 0, covers[node]));
        }

        return new DecisionTree(built.MoveToImmutable());
    }

    private static void Child(JsonPlace tree, string name, int[] children, int node)
    {
        if (children[node] <= 0 || children[node] >= children.Length)
            throw tree[name][node].Wrong(FormattableString.Invariant($"is {children[node]}; below the root the tree has nodes 1 to {children.Length - 1}"));
    }
}
