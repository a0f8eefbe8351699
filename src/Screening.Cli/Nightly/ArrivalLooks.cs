using Screening.Features;
using Screening.Risk;

namespace Screening.Cli.Nightly;

/// <summary>The looks that a night took at orders as they arrived.</summary>
/// <param name="Subjects">The groups of linked parties as of the night.</param>
/// <param name="Rows">Looks by row of the order.</param>
/// <param name="Matrix">What was read.</param>
/// <param name="Assess">What tonight's scores make of one look.</param>
internal sealed record ArrivalLooks(Subjects Subjects, IReadOnlyDictionary<int, int> Rows, FeatureMatrix Matrix, Func<int, Assessment> Assess);
