using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Data.Store;
using Screening.Learning.Registry;

namespace Screening.Web.Serving;

/// <summary>How the endpoint is served.</summary>
internal sealed record ServeOptions
{
    /// <summary>Folder of the lake.</summary>
    public required string Lake { get; init; }

    /// <summary>Where the pages find the store; <c>null</c> for the lake's own, or the one that <see cref="StoreAddress.Variable"/> names.</summary>
    public StoreAddress? Store { get; init; }

    /// <summary>Where models lie; <c>null</c> serves without one.</summary>
    public ModelFolders? Models { get; init; }

    /// <summary>Shares out the memory for a snapshot, whose log then lies in scratch files; <c>null</c> for as much as is fast.</summary>
    public Func<LakeSnapshot, LogMemory?>? Memory { get; init; }

    /// <summary>Name of this replica, where several endpoints serve the lake; <c>null</c> for none.</summary>
    public string? Replica { get; init; }

    /// <summary>When the journals of other replicas are read.</summary>
    public Live.ReplicaTiming Replicas { get; init; } = Live.ReplicaTiming.Usual;

    /// <summary>Where to listen, such as <c>http://127.0.0.1:8080</c>; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Certificate in PEM, for https.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>Its private key in PEM.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Whether plain http is served to other machines because a proxy in front of this one encrypts.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>Orders a second that each key may send.</summary>
    public double OrdersPerSecond { get; init; } = 1000;

    /// <summary>Orders at once that each key may send.</summary>
    public double OrdersAtOnce { get; init; } = 5000;

    /// <summary>Dry runs a second that each key may ask for.</summary>
    public double DryRunsPerSecond { get; init; } = 20;

    /// <summary>Most orders that wait for the engine, of batches and of others.</summary>
    public int MostWaiting { get; init; } = 20_000;

    /// <summary>Bytes from which a decision goes into the journal's next file.</summary>
    public long JournalFileBytes { get; init; } = 64L << 20;

    /// <summary>Threads to load with.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How often the lake is looked at for deliveries.</summary>
    public TimeSpan FollowEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many of the latest orders are looked at again before the first caller is answered, so that the code is compiled by then.</summary>
    public int WarmUpOrders { get; init; }

    /// <summary>Whether what is usual among peers is fitted anew when the day changes, for the memory of a second replay while it lasts.</summary>
    public bool RefitPeers { get; init; } = true;

    /// <summary>File with the secret by which a proxy that signs people in proves itself; <c>null</c> believes nobody.</summary>
    public string? SsoSecret { get; init; }

    /// <summary>Addresses of that proxy; this machine's when empty.</summary>
    public IReadOnlyList<string> SsoFrom { get; init; } = [];

    /// <summary>Collector for metrics and traces over OTLP; <c>null</c> sends none.</summary>
    public string? Otlp { get; init; }

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan OtlpEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Jobs that are to run beside; <c>null</c> for none.</summary>
    public Jobs.JobHosting? Jobs { get; init; }

    /// <summary>When webhooks are tried.</summary>
    public Webhooks.WebhookTiming Webhooks { get; init; } = Screening.Web.Webhooks.WebhookTiming.Usual;

    /// <summary>How often keys and webhooks are read again.</summary>
    public TimeSpan KeysEvery { get; init; } = TimeSpan.FromSeconds(2);
}
