using System.Collections.Concurrent;

namespace Screening.Web.Serving;

/// <summary>How many orders each key may send: a bucket that fills at so many a second and holds as many as may come at once.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="perSecond">Orders a second, above 0.</param>
/// <param name="atOnce">Orders at once, at least 1.</param>
internal sealed class RateLimit(TimeProvider clock, double perSecond, double atOnce)
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes orders out of a key's bucket.</summary>
    /// <returns>0 when they were there; else seconds after which they would be, and nothing is taken.</returns>
    public double Take(string key, int orders)
    {
        Bucket bucket = _buckets.GetOrAdd(key, _ => new Bucket { Left = atOnce, At = clock.GetTimestamp() });
        lock (bucket)
        {
            long now = clock.GetTimestamp();
            bucket.Left = Math.Min(atOnce, bucket.Left + (clock.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));
            bucket.At = now;
            if (bucket.Left < orders) return Math.Max((Math.Min(orders, atOnce) - bucket.Left) / perSecond, 0.001);
            bucket.Left -= orders;
            return 0;
        }
    }

    private sealed class Bucket
    {
        public double Left { get; set; }

        public long At { get; set; }
    }
}
