using Serilog;

namespace Screening.Web.Webhooks;

/// <summary>
/// The senders of a lake's webhooks, as its file says now: it is read again every few seconds. A target that is new or told otherwise gets a sender of its own, one that is gone
/// loses it, the others go on undisturbed. A file that is not as accepted changes nothing and is told; at the start it stops the start.
/// </summary>
internal sealed class WebhookSenders : IAsyncDisposable
{
    private readonly string _lake;
    private readonly Func<WebhookTarget, WebhookSender> _make;
    private readonly ILogger _log;
    private readonly TimeSpan _every;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private volatile IReadOnlyList<(WebhookTarget Target, WebhookSender Sender)> _senders = [];

    /// <param name="lake">Folder of the lake.</param>
    /// <param name="targets">What its file said at the start; see <see cref="WebhookFile.Read"/>.</param>
    /// <param name="every">How often it is read again.</param>
    /// <param name="log">Hears of what was taken over and of what was not.</param>
    /// <param name="make">Begins to send to a target.</param>
    public WebhookSenders(string lake, IReadOnlyList<WebhookTarget> targets, TimeSpan every, ILogger log, Func<WebhookTarget, WebhookSender> make)
    {
        (_lake, _make, _log, _every) = (lake, make, log, every);
        _senders = [.. targets.Select(target => (target, make(target)))];
        _running = Task.Run(Follow);
    }

    /// <summary>How each goes, in the order of the file.</summary>
    public IReadOnlyList<WebhookState> States => [.. _senders.Select(s => s.Sender.State)];

    /// <summary>Why the file as it is now does not count; <c>null</c> when it does.</summary>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        foreach ((_, WebhookSender sender) in _senders) await sender.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task Follow()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(_every, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await TakeOver(WebhookFile.Read(_lake)).ConfigureAwait(false);
                Problem = null;
            }
            catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
            {
                if (Problem != e.Message) _log.Warning("webhooks go on as they were: {Problem}", e.Message);
                Problem = e.Message;
            }
        }
    }

    private async Task TakeOver(IReadOnlyList<WebhookTarget> targets)
    {
        IReadOnlyList<(WebhookTarget Target, WebhookSender Sender)> before = _senders;
        if (before.Select(s => s.Target).SequenceEqual(targets)) return;

        // First those that go, so that no seller is sent to by two at once.
        foreach ((WebhookTarget target, WebhookSender sender) in before.Where(s => !targets.Contains(s.Target)))
        {
            await sender.DisposeAsync().ConfigureAwait(false);
            _log.Information("webhook of {Seller} was changed or taken away", target.SellerId);
        }

        _senders = [.. targets.Select(target => before.FirstOrDefault(s => s.Target.Equals(target)) is { Sender: not null } kept ? kept : (target, _make(target)))];
    }
}
