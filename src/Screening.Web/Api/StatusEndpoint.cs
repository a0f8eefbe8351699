using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Screening.Data.Keys;
using Screening.Web.Live;
using Screening.Web.Serving;
using Screening.Web.Webhooks;

namespace Screening.Web.Api;

/// <summary>The call that tells how the endpoint is.</summary>
/// <param name="live">The engine.</param>
internal sealed class StatusEndpoint(LiveHost live)
{
    /// <summary>How the endpoint is.</summary>
    public async Task Show(HttpContext context, WebhookSenders webhooks)
    {
        if (Gate.CallerOf(context).Role == KeyRole.Seller)
        {
            await DecisionEndpoints.Forbidden(context, "everybody but sellers").ConfigureAwait(false);
            return;
        }

        await DecisionEndpoints.Send(context, JsonBytes.Of(json => Write(json, webhooks))).ConfigureAwait(false);
    }

    private void Write(Utf8JsonWriter json, WebhookSenders webhooks)
    {
        Budget? budget = live.Decider?.Budget;
        json.WriteBoolean("ready", live.NotReady is null);
        if (live.NotReady is { } why) json.WriteString("why", why);
        json.WriteNumber("decisions", live.Book.Count);
        json.WriteNumber("changes", live.Book.Changes.Count);
        json.WriteNumber("journal_syncs", live.Book.Commits);
        json.WriteNumber("gc_pause_ms", Math.Round(GC.GetTotalPauseDuration().TotalMilliseconds, 1));
        json.WriteNumber("gc_collections", GC.CollectionCount(0));
        json.WriteNumber("full_collections", FullCollections.Count);
        json.WriteNumber("heap_mb", Math.Round(GC.GetTotalMemory(forceFullCollection: false) / 1048576.0, 1));
        json.WriteNumber("large_pages_mb", Math.Round(live.LargePagesBytes / 1048576.0, 1));
        json.WriteNumber("waiting", live.Waiting);
        json.WriteNumber("events", live.Decider?.Scoring.Events ?? 0);
        json.WriteNumber("snapshot", live.Snapshot);
        if (live.Decider?.Scoring.Versions.PeersBefore is { } day) json.WriteString("peers_before", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (live.NotFollowing is { } problem) json.WriteString("not_following", problem);
        if (live.Decider?.Scoring.Versions.Model is { } model) json.WriteString("model", model);
        if (live.Decider?.Scoring.Setting.Served.Problem is { } absent) json.WriteString("model_problem", absent);
        if (live.NotRefitted is { } refit) json.WriteString("not_refitted", refit);
        if (webhooks.Problem is { } notTaken) json.WriteString("webhooks_problem", notTaken);
        if (live.Replica is { } replica) json.WriteString("replica", replica);
        json.WriteNumber("decisions_of_others", live.Book.Others.Count);
        json.WriteStartArray("follows");
        foreach (ReplicaState other in live.Replicas) Write(json, other);
        json.WriteEndArray();
        json.WriteStartArray("webhooks");
        foreach (WebhookState state in webhooks.States)
        {
            json.WriteStartObject();
            json.WriteString("seller_id", state.SellerId);
            json.WriteNumber("failures", state.Failures);
            if (state.Problem is not null) json.WriteString("problem", state.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (budget?.Share is { } share) json.WriteNumber("share_not_released", share);
        json.WriteBoolean("budget_passed", budget?.IsPassed ?? false);
    }

    private static void Write(Utf8JsonWriter json, ReplicaState other)
    {
        json.WriteStartObject();
        json.WriteString("who", other.Writer);
        json.WriteNumber("records", other.Records);
        json.WriteNumber("behind_seconds", Math.Round(other.BehindSeconds, 3));
        if (other.Problem is not null) json.WriteString("problem", other.Problem);
        json.WriteEndObject();
    }
}
