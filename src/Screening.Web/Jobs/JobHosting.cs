namespace Screening.Web.Jobs;

/// <summary>The jobs that a server runs, and where.</summary>
/// <param name="Place">Where.</param>
/// <param name="Set">Which.</param>
internal sealed record JobHosting(JobPlace Place, JobSet Set);
