using System.Collections.Immutable;

namespace Screening.Risk.Trees;

/// <summary>One tree. Node 0 is the root; nodes that no path reaches stand for nothing.</summary>
/// <param name="Nodes">Its nodes, at least one.</param>
public sealed record DecisionTree(ImmutableArray<TreeNode> Nodes);
