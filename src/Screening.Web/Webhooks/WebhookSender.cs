using System.Net.Http.Headers;
using Screening.Web.Api;
using Screening.Web.Live;
using Serilog;

namespace Screening.Web.Webhooks;

/// <summary>How the deliveries to a seller go.</summary>
/// <param name="SellerId">Whose.</param>
/// <param name="Failures">How many failed since the last that was taken.</param>
/// <param name="Problem">What was wrong with the last; <c>null</c> when it was taken.</param>
internal sealed record WebhookState(string SellerId, int Failures, string? Problem);

/// <summary>
/// Sends a seller's changes, those that are not acknowledged, in their order, until they are: an answer of 2xx acknowledges what it was sent. A change may arrive
/// more than once and never too early. Reads what is durable and has no part in deciding. Follows no redirect, uses no proxy, and reads no answer beyond its
/// status, so that who receives can neither lead it elsewhere nor keep it.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private const int MostChanges = 100;
    private readonly LiveHost _live;
    private readonly WebhookTarget _target;
    private readonly WebhookTiming _timing;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Begins to send.</summary>
    public WebhookSender(LiveHost live, WebhookTarget target, WebhookTiming timing, TimeProvider clock, ILogger log)
    {
        (_live, _target, _timing, _clock, _log) = (live, target, timing, clock, log);
        State = new WebhookState(target.SellerId, 0, null);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = timing.Timeout, MaxResponseHeadersLength = 16 })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _running = Task.Run(Run);
    }

    /// <summary>How it goes.</summary>
    public WebhookState State { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan wait = _timing.LookEvery;
            try
            {
                if (await SendNext().ConfigureAwait(false)) wait = TimeSpan.Zero;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                State = State with { Failures = State.Failures + 1, Problem = e is OperationCanceledException ? "no answer in time" : e.Message };
                wait = _timing.WaitAfter(State.Failures, Random.Shared.NextDouble());
                _log.Warning("webhook of {Seller} failed {Failures} times: {Problem}", _target.SellerId, State.Failures, State.Problem);
            }

            await Task.Delay(wait, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whether something was sent, and more may wait.
    private async Task<bool> SendNext()
    {
        if (_live.NotReady is not null) return false;
        ChangesFound found = _live.Book.Changes.Find(_target.SellerId, null, MostChanges);
        if (found.Positions.Count == 0) return false;
        await _live.Book.Flushed().ConfigureAwait(false);
        await Send(ChangeEndpoints.Answer(_live.Book, found)).ConfigureAwait(false);
        await _live.Acknowledge(_target.SellerId, found.After + found.Positions.Count).ConfigureAwait(false);
        State = State with { Failures = 0, Problem = null };
        return true;
    }

    private async Task Send(ReadOnlyMemory<byte> body)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_timing.Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, _target.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(_target.Secrets, _clock.GetUtcNow(), body.Span));
        using HttpResponseMessage answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException(FormattableString.Invariant($"it was answered {(int)answer.StatusCode}; accepted: 200 to 299"));
    }
}
