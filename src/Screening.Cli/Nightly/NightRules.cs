using Screening.Policies;
using Screening.Risk;
using Screening.Typologies;

namespace Screening.Cli.Nightly;

/// <summary>What a night holds its looks against, beside what is usual.</summary>
/// <param name="Policy">Typologies and weights.</param>
/// <param name="Model">The trained model; <c>null</c> for none.</param>
/// <param name="Shadow">A model that scores beside it and lists nothing; <c>null</c> for none.</param>
/// <param name="Dismissals">What reviewers have put aside.</param>
internal sealed record NightRules(Policy Policy, RiskModel? Model, RiskModel? Shadow, Dismissals Dismissals);
