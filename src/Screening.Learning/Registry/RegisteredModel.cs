using Screening.Risk.Trees;

namespace Screening.Learning.Registry;

/// <summary>A model of the registry, checked and ready to serve.</summary>
/// <param name="Manifest">What it is.</param>
/// <param name="Evaluator">Gives its margins.</param>
/// <param name="IsSigned">Whether a signature was checked.</param>
public sealed record RegisteredModel(ModelManifest Manifest, TreeEvaluator Evaluator, bool IsSigned);
