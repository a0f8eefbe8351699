using Screening.Policies;

namespace Screening.Data.Policies;

/// <summary>A product with its figures and the class that is told of it.</summary>
/// <param name="Figures">Its figures.</param>
/// <param name="ToldClass">The class as told, or <c>null</c>.</param>
public sealed record ReferenceProduct(ProductFigures Figures, string? ToldClass);
