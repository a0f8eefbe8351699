using System.Text;
using System.Text.Json.Nodes;
using Screening.Learning.Models;
using Screening.Learning.XGBoost;
using Screening.Risk.Trees;
using Screening.Tests.Learning.XGBoost;
using Screening.Tests.Risk.Trees;
using Xunit;

namespace Screening.Tests.Learning.Models;

public sealed class ModelFileTests
{
    private const string LightGbm = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=1
        objective=binary sigmoid:0.5
        feature_names=size kind
        feature_infos=[0:9] -1:0:1
        tree_sizes=100 100

        Tree=0
        num_leaves=3
        num_cat=1
        split_feature=0 1
        split_gain=1 1
        threshold=2.5 0
        decision_type=6 1
        left_child=1 -1
        right_child=-2 -3
        leaf_value=1 2 4
        leaf_weight=1 1 1
        leaf_count=5 3 2
        internal_value=0 0
        internal_weight=0 0
        internal_count=10 7
        cat_boundaries=0 1
        cat_threshold=5
        is_linear=0
        shrinkage=1

        Tree=1
        num_leaves=1
        num_cat=0
        leaf_value=0.5
        is_linear=0
        shrinkage=1

        end of trees

        parameters:
        [boosting: gbdt]
        end of parameters
        """;

    private static readonly byte[] Trained = Train();

    [Fact]
    public void ALightGbmModelIsReadNodeByNode()
    {
        TreeModel model = Parse(LightGbm);
        Assert.Equal((Link.Logistic, 0.5, 0.0, false), (model.Link, model.Slope, model.BaseMargin, model.SumsInSingle));
        Assert.Equal(["size", "kind"], model.Features);
        Assert.Equal(2, model.Trees.Length);
        TreeNode root = model.Trees[0].Nodes[0];
        Assert.Equal((0, 2.5, MissingRule.Zero, true, 10.0), (root.Feature, root.Threshold, root.Missing, root.MissingGoesLeft, root.Cover));
        var evaluator = new TreeEvaluator(model);
        Assert.Equal(1.5, evaluator.Margin([2.5, 0]));
        Assert.Equal(1.5, evaluator.Margin([double.NaN, 2]));
        Assert.Equal(4.5, evaluator.Margin([0, 1]));
        Assert.Equal(2.5, evaluator.Margin([2.6, 0]));
        Assert.Equal(1 / (1 + Math.Exp(-0.75)), model.Predict(1.5));

        // Windows line ends change nothing.
        Assert.Equal(1.5, new TreeEvaluator(Parse(LightGbm.ReplaceLineEndings("\r\n"))).Margin([2.5, 0]));
    }

    [Theory]
    [InlineData("version=v4", "version=v2", "line 2, the header: version is 'v2'; v3 and v4 are read")]
    [InlineData("num_class=1", "num_class=3", "line 3, the header: num_class is 3; only models with one margin are served")]
    [InlineData("num_tree_per_iteration=1", "num_tree_per_iteration=2", "line 4, the header: num_tree_per_iteration is 2; only models with one margin are served")]
    [InlineData("label_index=0", "average_output", "line 5, the header: average_output stands in the header: the model averages its trees (a random forest), which is not served")]
    [InlineData("objective=binary sigmoid:0.5", "objective=multiclass", "line 7, the header: objective is 'multiclass'; binary, cross_entropy and regression are served")]
    [InlineData("objective=binary sigmoid:0.5", "objective=regression sqrt", "line 7, the header: objective is 'regression sqrt'; binary, cross_entropy and regression are served")]
    [InlineData("sigmoid:0.5", "sigmoid:x", "line 7, the header: objective is 'x', not a finite number")]
    [InlineData("feature_names=size kind", "feature_names=size", "line 8, the header: feature_names has 1 names; max_feature_idx asks for 2")]
    [InlineData("tree_sizes=100 100", "tree_sizes=100", "line 10, the header: tree_sizes tells of 1 trees; 2 follow")]
    [InlineData("num_class=1\n", "", "line 1: the header has no 'num_class'")]
    [InlineData("num_leaves=3", "num_leaves=4", "line 21, tree 0: leaf_value has 3 values; 4 are needed")]
    [InlineData("num_leaves=3", "num_leaves=0", "line 13, tree 0: num_leaves is 0; a tree has at least 1")]
    [InlineData("split_feature=0 1", "split_feature=0 2", "line 15, tree 0: split_feature, number 2, is 2; the model has features 0 to 1")]
    [InlineData("threshold=2.5 0", "threshold=2.5 1", "line 17, tree 0: threshold, number 2, is 1, the number of a set of categories; the tree has 1 of them")]
    [InlineData("threshold=2.5 0", "threshold=x 0", "line 17, tree 0: threshold, number 1, is 'x', not a finite number")]
    [InlineData("threshold=2.5 0", "threshold=nan 0", "line 17, tree 0: threshold, number 1, is 'nan', not a finite number")]
    [InlineData("decision_type=6 1", "decision_type=14 1", "line 18, tree 0: decision_type, number 1, is 14; 0 to 11 are known")]
    [InlineData("left_child=1 -1", "left_child=2 -1", "line 19, tree 0: left_child, number 1, is 2; the tree has splits 0 to 1")]
    [InlineData("left_child=1 -1", "left_child=1 -4", "line 19, tree 0: left_child, number 2, is -4; the tree has leaves -1 to -3")]
    [InlineData("left_child=1 -1", "left_child=0 -1", "Tree 0 leads to node 0 on two ways; in a tree there is one.")]
    [InlineData("leaf_value=1 2 4", "leaf_value=1 2", "line 21, tree 0: leaf_value has 2 values; 3 are needed")]
    [InlineData("leaf_count=5 3 2", "leaf_count=5 -3 2", "Tree 0, node 3 has the cover -3; 0 or more is needed.")]
    [InlineData("cat_boundaries=0 1", "cat_boundaries=0 -1", "line 27, tree 0: cat_boundaries, number 2, is -1 after 0; bounds start at 0 and never fall")]
    [InlineData("cat_threshold=5", "cat_threshold=4294967296", "line 28, tree 0: cat_threshold, number 1, is '4294967296', not a word of 32 bits")]
    [InlineData("is_linear=0\nshrinkage=1\n\nTree", "is_linear=1\nshrinkage=1\n\nTree", "line 29, tree 0: is_linear is not 0: the leaves are linear models, which are not served")]
    [InlineData("Tree=1", "Tree=2", "line 32: Tree=2 where Tree=1 is needed; the file is damaged")]
    [InlineData("split_gain=1 1", "num_cat=1", "line 16: 'num_cat' stands twice in tree 0; the file is damaged")]
    public void ADamagedLightGbmModelIsRefusedWithItsLine(string part, string by, string message)
    {
        Assert.Contains(part, LightGbm, StringComparison.Ordinal);
        Assert.Equal(message, Refused(LightGbm.Replace(part, by, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "the file is empty; an XGBoost JSON model or a LightGBM text model is needed")]
    [InlineData("  \n", "the file is empty; an XGBoost JSON model or a LightGBM text model is needed")]
    [InlineData("order_id,amount\n1,2\n", "the file is neither an XGBoost JSON model (begins with '{') nor a LightGBM text model (begins with 'tree')")]
    [InlineData("{L\0\0", "the model is UBJSON, which is not read; save it as JSON (file name ending in .json)")]
    [InlineData("{\"rows\": 3}", "the JSON's root has no 'learner'")]
    [InlineData("{\"learner\": 3}", "learner is no object")]
    [InlineData("{\"rows\": }", "line 1, byte 10: the file is no JSON or is cut off")]
    [InlineData("{\"format\": \"screening-trees-2\"}", "format is 'screening-trees-2'; screening-trees-1 is read")]
    public void ASwappedFileIsRefused(string content, string message) => Assert.Equal(message, Refused(content));

    [Theory]
    [InlineData("learner.gradient_booster.name", "\"dart\"", "learner.gradient_booster.name is 'dart'; only gbtree is served")]
    [InlineData("learner.objective.name", "\"rank:pairwise\"", "learner.objective.name is 'rank:pairwise'; binary:logistic and reg:squarederror are served")]
    [InlineData("learner.learner_model_param.num_class", "\"3\"", "learner.learner_model_param.num_class is 3; only models with one margin are served")]
    [InlineData("learner.learner_model_param.num_target", "\"2\"", "learner.learner_model_param.num_target is 2; only models with one margin are served")]
    [InlineData("learner.learner_model_param.num_feature", "\"x\"", "learner.learner_model_param.num_feature is 'x', not a whole number")]
    [InlineData("learner.learner_model_param.num_feature", "\"1\"", "learner.gradient_booster.model.trees[0].split_indices[")]
    [InlineData("learner.learner_model_param.base_score", "\"1.5E0\"", "learner.learner_model_param.base_score is '1.5E0'; of a binary:logistic model it is a probability between 0 and 1")]
    [InlineData("learner.learner_model_param.base_score", "\"[1E-1,2E-1]\"", "learner.learner_model_param.base_score is '[1E-1,2E-1]', not one finite number")]
    [InlineData("learner.gradient_booster.model.trees.0.split_conditions.1", "\"a\"", "learner.gradient_booster.model.trees[0].split_conditions[1] is \"a\", not a finite number in single precision")]
    [InlineData("learner.gradient_booster.model.trees.0.split_conditions.1", "1e39", "learner.gradient_booster.model.trees[0].split_conditions[1] is 1e39, not a finite number in single precision")]
    [InlineData("learner.gradient_booster.model.trees.0.left_children.0", "0", "learner.gradient_booster.model.trees[0].left_children[0] is 0; below the root the tree has nodes 1 to ")]
    [InlineData("learner.gradient_booster.model.trees.1.left_children.0", "2", "Tree 1 leads to node 2 on two ways; in a tree there is one.")]
    [InlineData("learner.gradient_booster.model.trees.1.left_children", "[1]", "learner.gradient_booster.model.trees[1].left_children has 1 elements; ")]
    [InlineData("learner.gradient_booster.model.trees.1.split_type.0", "1", "learner.gradient_booster.model.trees[1].split_type[0] is a split by categories, which is served from LightGBM models only")]
    [InlineData("learner.gradient_booster.model.trees.1.sum_hessian.0", "-1", "learner.gradient_booster.model.trees[1].sum_hessian[0] is below 0")]
    [InlineData("learner.gradient_booster.model.trees.1.tree_param.size_leaf_vector", "\"3\"", "learner.gradient_booster.model.trees[1].tree_param.size_leaf_vector is 3; only trees with one value a leaf are served")]
    public void ADamagedXGBoostModelIsRefusedWithItsPath(string path, string by, string message)
    {
        JsonNode root = JsonNode.Parse(Trained)!;
        string[] parts = path.Split('.');
        JsonNode at = root;
        foreach (string part in parts[..^1]) at = at is JsonArray ? at[int.Parse(part, null)]! : at[part]!;
        if (at is JsonArray array) array[int.Parse(parts[^1], null)] = JsonNode.Parse(by);
        else at[parts[^1]] = JsonNode.Parse(by);
        Assert.StartsWith(message, Refused(root.ToJsonString()), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileCutOffAnywhereIsRefused()
    {
        byte[] text = Encoding.UTF8.GetBytes(LightGbm);
        int end = LightGbm.IndexOf("end of trees", StringComparison.Ordinal) + "end of trees".Length;
        for (int length = 0; length < end; length++) Assert.Throws<ModelFileException>(() => ModelFile.Parse(text.AsMemory(0, length)));
        for (int length = 0; length < Trained.Length - 1; length += 97) Assert.Throws<ModelFileException>(() => ModelFile.Parse(Trained.AsMemory(0, length)));
    }

    [Fact]
    public void NoByteOfAModelCanBeChangedIntoACrash()
    {
        var random = new Random(TestSeed.Value);
        int served = 0;
        foreach (byte[] model in new[] { Encoding.UTF8.GetBytes(LightGbm), Trained, NeutralJson.Write(Parse(LightGbm)) })
        {
            for (int i = 0; i < 400; i++)
            {
                byte[] changed = [.. model];
                for (int change = random.Next(1, 4); change > 0; change--) changed[random.Next(changed.Length)] = (byte)random.Next(32, 127);
                try
                {
                    TreeModel read = ModelFile.Parse(changed);
                    var evaluator = new TreeEvaluator(read);
                    var shap = new TreeShap(evaluator);
                    double[] row = new double[evaluator.Features];
                    evaluator.Margin(row);
                    shap.Contributions(row, row.ToArray(), shap.NewWorkspace());
                    served++;
                }
                catch (ModelFileException)
                {
                    // What is asked of a damaged file.
                }
            }
        }

        Assert.True(served is > 50 and < 1150, $"seed {TestSeed.Value}: {served} of 1200 were served");
    }

    [Fact]
    public void TheNeutralFormIsReadBackAsTheSameModel()
    {
        var random = new Random(TestSeed.Value);
        foreach (TreeModel model in new[] { Parse(LightGbm), ModelFile.Parse(Trained), SomeTrees.Model(random, 9, 6, 6, true), SomeTrees.Model(random, 9, 6, 6) with { Trees = [] } })
        {
            byte[] written = NeutralJson.Write(model);
            TreeModel read = ModelFile.Parse(written);
            Assert.True(written.AsSpan().SequenceEqual(NeutralJson.Write(read)));
            Assert.Equal((model.Origin, model.Objective, model.Link, model.Slope, model.SumsInSingle), (read.Origin, read.Objective, read.Link, read.Slope, read.SumsInSingle));
            double[] rows = SomeTrees.Rows(random, 200, model.Features.Length), one = new double[200], other = new double[200];
            new TreeEvaluator(model).Margins(rows, one);
            new TreeEvaluator(read).Margins(rows, other);
            Assert.Equal(one, other);
            Assert.Equal(new TreeShap(new TreeEvaluator(model)).ExpectedMargin, new TreeShap(new TreeEvaluator(read)).ExpectedMargin);
        }
    }

    [Fact]
    public void AFileIsNamedInItsError()
    {
        string path = Path.GetTempFileName();
        try
        {
            Assert.StartsWith(path + ": the file is empty", Assert.Throws<ModelFileException>(() => ModelFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TreeModel Parse(string text) => ModelFile.Parse(Encoding.UTF8.GetBytes(text));

    private static string Refused(string content) => Assert.Throws<ModelFileException>(() => Parse(content)).Message;

    private static byte[] Train()
    {
        using Booster booster = SomeTraining.Train(3);
        return booster.ToJson();
    }
}
