using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Screening.Data.Jobs;
using Screening.Data.Store;
using Screening.Web.Webhooks;

namespace Screening.Web.Jobs;

/// <summary>Tells those who are named in a job's file that it failed: by a webhook, signed as those of sellers are, and by mail that waits in a folder. Nothing here throws: what could not be told is said.</summary>
/// <param name="lake">The lake.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="waits">How long to wait between tries of a webhook.</param>
internal sealed class JobNotices(string lake, TimeProvider clock, IReadOnlyList<TimeSpan>? waits = null)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly IReadOnlyList<TimeSpan> _waits = waits ?? [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    /// <summary>Tells of a run.</summary>
    /// <returns>What came of it, a sentence for each way.</returns>
    public async Task<IReadOnlyList<string>> Tell(Job job, JobManifest manifest)
    {
        var told = new List<string>();
        if (job.Webhook is { } name) told.Add($"webhook {name}: {await ByWebhook(name, manifest).ConfigureAwait(false)}");
        if (job.Mail.Count > 0) told.Add($"mail: {ByMail(job, manifest)}");
        return told;
    }

    /// <summary>What happened, in one sentence.</summary>
    public static string Sentence(JobRun run) => run.Outcome switch
    {
        JobOutcome.TimedOut => $"job {run.Job} took too long and was ended",
        JobOutcome.Lost => $"job {run.Job} was lost: {run.Note}",
        JobOutcome.Blocked => $"job {run.Job} did not begin: {run.Note}",
        _ => string.Create(CultureInfo.InvariantCulture, $"job {run.Job} failed{(run.ExitCode is { } code ? $" with exit code {code}" : "")}{(run.Note is { } note ? ": " + note : "")}"),
    };

    private async Task<string> ByWebhook(string name, JobManifest manifest)
    {
        string problem = "";
        try
        {
            if (!JobWebhookFile.Read(lake).TryGetValue(name, out WebhookTarget? target)) return $"{JobWebhookFile.PathOf(lake)} names no such webhook";
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { Event = "job_" + StoreText.Word(manifest.Run.Outcome), Says = Sentence(manifest.Run), Manifest = manifest }, AlertJson.Options);
            for (int tries = 0; ; tries++)
            {
                problem = await Send(target, body).ConfigureAwait(false);
                if (problem.Length == 0) return "taken";
                if (tries == _waits.Count) return problem;
                await Task.Delay(_waits[tries]).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    // Empty when it was taken.
    private async Task<string> Send(WebhookTarget target, byte[] body)
    {
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = s_timeout, MaxResponseHeadersLength = 16 }) { Timeout = s_timeout };
            using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(target.Secrets, clock.GetUtcNow(), body));
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? "" : FormattableString.Invariant($"it was answered {(int)answer.StatusCode}; accepted: 200 to 299");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e is TaskCanceledException ? "no answer in time" : e.Message;
        }
    }

    private string ByMail(Job job, JobManifest manifest)
    {
        JobRun run = manifest.Run;
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            {Sentence(run)}.

            run      {run.RunId}
            began    {run.StartedAtUtc:yyyy-MM-dd HH:mm:ss} UTC on {run.Node}, try {run.Attempt}
            owner    {job.Owner}
            log      {run.Log ?? "none"}

            What it said last:
            {string.Join('\n', manifest.LastLines)}

            {JsonSerializer.Serialize(manifest, AlertJson.Indented)}
            """);
        try
        {
            return new MailSpool(JobFolder.MailOf(lake)).Put(job.Mail, "Screening: " + Sentence(run), text, clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
