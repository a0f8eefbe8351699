using System.Collections.Concurrent;
using System.Security.Cryptography;
using Screening.Data.Keys;

namespace Screening.Web.Serving;

/// <summary>
/// The keys in memory, read again every few seconds, so that a key that is made or revoked is known soon and no request waits for the file. Notes in the same
/// turn which keys were used.
/// </summary>
internal sealed class KeyRing : IDisposable
{
    private static readonly byte[] s_nobody = new byte[32];
    private readonly string _lake;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _reading = new();
    private readonly ConcurrentDictionary<string, DateTime> _used = new(StringComparer.Ordinal);
    private volatile Dictionary<string, (ApiKey Key, byte[] SecretSha256)> _keys = [];

    /// <summary>Reads a lake's keys.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="every">How often they are read again.</param>
    public KeyRing(string lake, TimeProvider clock, TimeSpan every)
    {
        (_lake, _clock) = (lake, clock);
        Refresh();
        _timer = clock.CreateTimer(_ => Refresh(), null, every, every);
    }

    /// <summary>Why keys could not be read last time; <c>null</c> when they could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Who bears a key; <c>null</c> when it is none or does not hold.</summary>
    /// <param name="text">The key as sent.</param>
    public Caller? Of(string text)
    {
        if (KeyStore.Parse(text) is not { } parts) return null;
        bool isKnown = _keys.TryGetValue(parts.Id, out (ApiKey Key, byte[] SecretSha256) found);
        // The same work whether the id is known or not, and no sooner an end where the first bytes differ.
        bool isEqual = CryptographicOperations.FixedTimeEquals(parts.SecretSha256, isKnown ? found.SecretSha256 : s_nobody);
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        if (!isKnown || !isEqual || !found.Key.HoldsAt(now)) return null;
        _used[parts.Id] = now;
        return new Caller(parts.Id, found.Key.Role, found.Key.SellerId);
    }

    /// <summary>Reads the keys now and notes their use.</summary>
    public void Refresh()
    {
        lock (_reading)
        {
            try
            {
                using KeyStore store = KeyStore.Open(_lake);
                KeyValuePair<string, DateTime>[] used = [.. _used];
                if (used.Length > 0) store.NoteUse(used.Select(u => (u.Key, u.Value)));
                foreach (KeyValuePair<string, DateTime> one in used) _used.TryRemove(one);
                _keys = store.All().ToDictionary(k => k.Key.Id, StringComparer.Ordinal);
                Failure = null;
            }
            catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or Data.Store.StoreException or IOException)
            {
                // The keys that were read before go on holding, and expire by the clock.
                Failure = e.Message;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Refresh();
    }
}
