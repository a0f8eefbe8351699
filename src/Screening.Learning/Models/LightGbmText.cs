using System.Collections.Immutable;
using System.Text;
using Screening.Risk.Trees;

namespace Screening.Learning.Models;

/// <summary>
/// Reads LightGBM's text models, versions 3 and 4: numeric splits with all three rules for missing values, splits by categories, one margin. Objectives
/// <c>binary</c>, <c>cross_entropy</c> and <c>regression</c>.
/// </summary>
internal static class LightGbmText
{
    private const int Categorical = 1, DefaultLeft = 2;

    public static TreeModel Parse(ReadOnlySpan<byte> content)
    {
        LightGbmSection[] sections = LightGbmSection.Split(Encoding.UTF8.GetString(content));
        LightGbmSection header = sections[0];
        if (header.Text("version") is not ("v3" or "v4")) throw header.Wrong("version", $"is '{header.Text("version")}'; v3 and v4 are read");
        if (header.Has("average_output")) throw header.Wrong("average_output", "stands in the header: the model averages its trees (a random forest), which is not served");
        if (header.Whole("num_class") != 1) throw header.Wrong("num_class", FormattableString.Invariant($"is {header.Whole("num_class")}; only models with one margin are served"));
        if (header.Whole("num_tree_per_iteration") != 1) throw header.Wrong("num_tree_per_iteration", FormattableString.Invariant($"is {header.Whole("num_tree_per_iteration")}; only models with one margin are served"));
        int last = header.Whole("max_feature_idx");
        if (last is < 0 or >= 1_000_000) throw header.Wrong("max_feature_idx", FormattableString.Invariant($"is {last}; 0 to 999999 are accepted"));
        string[] names = header.Text("feature_names").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length != last + 1) throw header.Wrong("feature_names", FormattableString.Invariant($"has {names.Length} names; max_feature_idx asks for {last + 1}"));
        (Link link, double slope) = Objective(header);
        int trees = header.Text("tree_sizes").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (trees != sections.Length - 1) throw header.Wrong("tree_sizes", FormattableString.Invariant($"tells of {trees} trees; {sections.Length - 1} follow"));
        return new TreeModel
        {
            Origin = "LightGBM " + header.Text("version"),
            Objective = header.Text("objective"),
            Features = [.. names],
            Trees = [.. sections.Skip(1).Select(section => Tree(section, names.Length))],
            Link = link,
            Slope = slope,
        };
    }

    private static (Link Link, double Slope) Objective(LightGbmSection header)
    {
        string[] words = header.Text("objective").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["regression"]:
                return (Link.Identity, 1);
            case ["cross_entropy"]:
                return (Link.Logistic, 1);
            case ["binary", var sigmoid] when sigmoid.StartsWith("sigmoid:", StringComparison.Ordinal):
                double slope = header.Number("objective", sigmoid["sigmoid:".Length..]);
                return slope > 0 ? (Link.Logistic, slope) : throw header.Wrong("objective", $"has '{sigmoid}'; a sigmoid above 0 is needed");
            default:
                throw header.Wrong("objective", $"is '{header.Text("objective")}'; binary, cross_entropy and regression are served");
        }
    }

    private static DecisionTree Tree(LightGbmSection section, int features)
    {
        int leaves = section.Whole("num_leaves");
        if (leaves < 1) throw section.Wrong("num_leaves", FormattableString.Invariant($"is {leaves}; a tree has at least 1"));
        if (section.Has("is_linear") && section.Whole("is_linear") != 0) throw section.Wrong("is_linear", "is not 0: the leaves are linear models, which are not served");
        double[] values = section.Numbers("leaf_value", leaves);

        // A tree of one leaf has no counts in some versions.
        if (leaves == 1) return new DecisionTree([TreeNode.Leaf(values[0], 1)]);
        int splits = leaves - 1;
        int[] feature = section.Wholes("split_feature", splits), decision = section.Wholes("decision_type", splits), left = section.Wholes("left_child", splits), right = section.Wholes("right_child", splits);
        double[] threshold = section.Numbers("threshold", splits), leafCount = section.Numbers("leaf_count", leaves), count = section.Numbers("internal_count", splits);
        uint[][] categories = Categories(section);
        var nodes = ImmutableArray.CreateBuilder<TreeNode>(splits + leaves);
        for (int split = 0; split < splits; split++)
        {
            if (feature[split] < 0 || feature[split] >= features) throw section.Wrong("split_feature", split, FormattableString.Invariant($"is {feature[split]}; the model has features 0 to {features - 1}"));
            int at = split, toLeft = Child("left_child", left[split]), toRight = Child("right_child", right[split]);
            nodes.Add((decision[split] & Categorical) != 0
                ? TreeNode.Split(feature[split], Set(threshold[split], split), toLeft, toRight, count[split])
                : TreeNode.Split(feature[split], threshold[split], toLeft, toRight, Missing(decision[split], split), (decision[split] & DefaultLeft) != 0, count[split]));

            // Children count leaves from -1 down.
            int Child(string name, int child) => child >= 0
                ? child < splits ? child : throw section.Wrong(name, at, FormattableString.Invariant($"is {child}; the tree has splits 0 to {splits - 1}"))
                : ~child < leaves ? splits + ~child : throw section.Wrong(name, at, FormattableString.Invariant($"is {child}; the tree has leaves -1 to {-leaves}"));
        }

        for (int leaf = 0; leaf < leaves; leaf++) nodes.Add(TreeNode.Leaf(values[leaf], leafCount[leaf]));
        return new DecisionTree(nodes.MoveToImmutable());

        MissingRule Missing(int type, int split) => (type >> 2) switch
        {
            0 => MissingRule.None,
            1 => MissingRule.Zero,
            2 => MissingRule.NotANumber,
            _ => throw section.Wrong("decision_type", split, FormattableString.Invariant($"is {type}; 0 to 11 are known")),
        };

        ImmutableArray<uint> Set(double number, int split) => number >= 0 && number < categories.Length && number == Math.Floor(number)
            ? [.. categories[(int)number]]
            : throw section.Wrong("threshold", split, FormattableString.Invariant($"is {number}, the number of a set of categories; the tree has {categories.Length} of them"));
    }

    private static uint[][] Categories(LightGbmSection section)
    {
        int sets = section.Has("num_cat") ? section.Whole("num_cat") : 0;
        if (sets < 0) throw section.Wrong("num_cat", FormattableString.Invariant($"is {sets}; 0 or more is needed"));
        if (sets == 0) return [];
        int[] bounds = section.Wholes("cat_boundaries", sets + 1);
        for (int set = 0; set < sets; set++)
            if (bounds[set] < 0 || bounds[set + 1] < bounds[set]) throw section.Wrong("cat_boundaries", set + 1, FormattableString.Invariant($"is {bounds[set + 1]} after {bounds[set]}; bounds start at 0 and never fall"));
        uint[] words = section.Words("cat_threshold", bounds[^1]);
        return [.. Enumerable.Range(0, sets).Select(set => words[bounds[set]..bounds[set + 1]])];
    }
}
