using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Screening.Cli.Benchmarks;

/// <summary>A trade that is offered again and again.</summary>
/// <param name="Seller">Who sells.</param>
/// <param name="Purchaser">Who buys.</param>
/// <param name="EndUser">Who uses.</param>
/// <param name="Product">What.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Quantity">How many.</param>
/// <param name="ValueUsd">Worth what.</param>
internal sealed record OfferedTrade(string Seller, string Purchaser, string EndUser, string Product, string Destination, string Quantity, string ValueUsd);

/// <summary>
/// Sends orders over a number of connections: open, each due at its moment whether or not those before are answered and timed from that moment, so that a stall
/// counts against every order that it delays; or closed, each connection its next when it has its answer. Requests are made beforehand but for the order's number.
/// </summary>
/// <param name="port">Where the endpoint listens.</param>
/// <param name="trades">What is ordered.</param>
/// <param name="keys">Key of each seller.</param>
/// <param name="now">When orders are placed.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class ServeLoad(int port, IReadOnlyList<OfferedTrade> trades, IReadOnlyDictionary<string, string> keys, DateTime now, CancellationToken cancellation)
{
    /// <summary>Milliseconds above which an order was slow.</summary>
    public const double SlowMs = 10;

    private const int Connections = 64;
    private const int Digits = 9;

    /// <summary>Offers orders.</summary>
    /// <param name="name">Three letters that no other load has.</param>
    /// <param name="path">Call.</param>
    /// <param name="perSecond">Orders due a second; <c>null</c> for a closed load.</param>
    /// <param name="seconds">For how long.</param>
    /// <returns>
    /// Milliseconds of each, sorted; how many were not answered with 200; seconds until the last; in how many seconds, by when orders were due, any took more than
    /// <see cref="SlowMs"/>.
    /// </returns>
    public async Task<(double[] Sorted, int Refused, double Seconds, int SlowSeconds)> Offer(string name, string path, double? perSecond, double seconds)
    {
        (byte[] Bytes, int At)[] requests = [.. trades.Select(trade => Request(trade, name, path))];
        List<(double Due, double Ms)>[] latencies = [.. Enumerable.Range(0, Connections).Select(_ => new List<(double, double)>())];
        // Connections are there before the first order is due: sellers' systems keep theirs.
        List<Socket> sockets = [];
        for (int i = 0; i < Connections; i++) sockets.Add(await Connect());
        (int next, int refused) = (-1, 0);
        int most = perSecond is { } rate ? (int)(rate * seconds) : int.MaxValue;
        long start = Stopwatch.GetTimestamp();
        double Elapsed() => Stopwatch.GetElapsedTime(start).TotalSeconds;
        async Task Client(Socket socket, List<(double Due, double Ms)> mine)
        {
            byte[] answer = new byte[1 << 16], request = new byte[1 << 12];
            while (Interlocked.Increment(ref next) is var i && i < most && (perSecond is not null || Elapsed() < seconds))
            {
                (byte[] template, int at) = requests[i % requests.Length];
                template.CopyTo(request, 0);
                _ = Utf8Formatter.TryFormat(i, request.AsSpan(at, Digits), out _, new System.Buffers.StandardFormat('D', Digits));
                double due = perSecond is { } every ? i / every : Elapsed();
                if (due - Elapsed() is > 0.001 and var early) await Task.Delay(TimeSpan.FromSeconds(early), cancellation);
                await socket.SendAsync(request.AsMemory(0, template.Length), cancellation);
                if (!await IsOk(socket, answer)) Interlocked.Increment(ref refused);
                mine.Add((due, (Elapsed() - due) * 1000));
            }
        }

        try
        {
            await Task.WhenAll(latencies.Select((mine, i) => Task.Run(() => Client(sockets[i], mine), cancellation)));
        }
        finally
        {
            foreach (Socket socket in sockets) socket.Dispose();
        }

        double took = Elapsed();
        double[] sorted = [.. latencies.SelectMany(l => l).Select(l => l.Ms).Order()];
        return (sorted, refused, took, latencies.SelectMany(l => l).Where(l => l.Ms > SlowMs).Select(l => (int)l.Due).Distinct().Count());
    }

    /// <summary>Sends batches of 1,000 orders, one after the other, until it is told to stop.</summary>
    /// <returns>How many.</returns>
    public async Task<int> OfferBatches(string name, CancellationToken stop)
    {
        string seller = trades[0].Seller;
        OfferedTrade[] own = [.. trades.Where(t => t.Seller == seller)];
        using Socket socket = await Connect();
        // Made once: what is made anew for each would stop the clients that are timed beside it, to collect it.
        string id = $"{name}-{new string('0', Digits)}", body = "[" + string.Join(",", Enumerable.Range(0, 1000).Select(i => Body(own[i % own.Length], id))) + "]";
        byte[] answer = new byte[1 << 16], request = Encoding.UTF8.GetBytes(Head("/v1/decisions/batch", seller, body) + body), mark = Encoding.UTF8.GetBytes($"\"{id}\"");
        var places = new List<int>();
        for (int at = request.AsSpan().IndexOf(mark); at >= 0 && places.Count < 1000;)
        {
            places.Add(at + 1 + name.Length + 1);
            int next = request.AsSpan(at + 1).IndexOf(mark);
            at = next < 0 ? -1 : at + 1 + next;
        }

        int batches = 0;
        for (; !stop.IsCancellationRequested; batches++)
        {
            for (int i = 0; i < places.Count; i++) _ = Utf8Formatter.TryFormat((batches * places.Count) + i, request.AsSpan(places[i], Digits), out _, new System.Buffers.StandardFormat('D', Digits));
            await socket.SendAsync(request, cancellation);
            await IsOk(socket, answer);
        }

        return batches;
    }

    private async Task<Socket> Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        return socket;
    }

    private (byte[] Bytes, int At) Request(OfferedTrade trade, string name, string path)
    {
        string id = $"{name}-{new string('0', Digits)}", body = Body(trade, id), text = Head(path, trade.Seller, body) + body;
        return (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetByteCount(text[..(text.IndexOf(id, StringComparison.Ordinal) + name.Length + 1)]));
    }

    private string Head(string path, string seller, string body) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {keys[seller]}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";

    private string Body(OfferedTrade t, string id) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"order_id":"{{{id}}}","version":1,"status":"placed","effective_at":"{{{now:yyyy-MM-dd'T'HH:mm:ss'Z'}}}","parties":{"purchaser":{"id":"{{{t.Purchaser}}}"},"end_user":{"id":"{{{t.EndUser}}}"}},"route":{"destination_country":"{{{t.Destination}}}"},"end_use":{"stated":"training of language models"},"lines":[{"line_no":1,"product_id":"{{{t.Product}}}","quantity":{{{t.Quantity}}},"value_usd":{{{t.ValueUsd}}}}]}
        """);

    private async Task<bool> IsOk(Socket socket, byte[] buffer)
    {
        int used = 0;
        while (true)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(used), cancellation);
            if (read == 0) throw new InvalidOperationException("the endpoint closed a connection");
            used += read;
            int head = buffer.AsSpan(0, used).IndexOf("\r\n\r\n"u8);
            if (head < 0) continue;
            int at = buffer.AsSpan(0, head).IndexOf("Content-Length: "u8);
            bool isOk = buffer.AsSpan(0, 12).SequenceEqual("HTTP/1.1 200"u8);
            if (at < 0) return await IsWhole(socket, buffer, used) && isOk;
            if (Utf8Parser.TryParse(buffer.AsSpan(at + 16, head - at - 16), out int length, out _) && used >= head + 4 + length) return isOk;
        }
    }

    // An answer in chunks, such as a batch's, ends with an empty one.
    private async Task<bool> IsWhole(Socket socket, byte[] buffer, int used)
    {
        while (!buffer.AsSpan(0, used).EndsWith("\r\n0\r\n\r\n"u8))
        {
            int keep = Math.Min(used, 7);
            buffer.AsSpan(used - keep, keep).CopyTo(buffer);
            int read = await socket.ReceiveAsync(buffer.AsMemory(keep), cancellation);
            if (read == 0) throw new InvalidOperationException("the endpoint closed a connection");
            used = keep + read;
        }

        return true;
    }
}
