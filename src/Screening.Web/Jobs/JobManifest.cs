using Screening.Data.Jobs;

namespace Screening.Web.Jobs;

/// <summary>What a run was, as it is kept beside its log and sent with a notice.</summary>
/// <param name="Run">The run.</param>
/// <param name="Arguments">Verb and arguments.</param>
/// <param name="Owner">Who is responsible for the job.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="LastLines">What it said last.</param>
/// <param name="Told">Who was told of its failure, and what came of that.</param>
internal sealed record JobManifest(JobRun Run, IReadOnlyList<string> Arguments, string Owner, string Version, IReadOnlyList<string> LastLines, IReadOnlyList<string> Told);
