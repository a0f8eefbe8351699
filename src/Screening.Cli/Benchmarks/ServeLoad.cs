using System.Buffers.Text;
using System.Collections.Concurrent;
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

/// <summary>What orders that were offered took.</summary>
/// <param name="Ms">Milliseconds of each from when it was due until it was answered, sorted.</param>
/// <param name="LateMs">Of them, milliseconds until it was sent, sorted: the load generator's own part, with waiting for a connection that is free.</param>
/// <param name="Refused">How many were not answered with 200.</param>
/// <param name="Seconds">Seconds until the last.</param>
/// <param name="SlowSeconds">In how many seconds, by when orders were due, any took more than <see cref="ServeLoad.SlowMs"/>.</param>
internal sealed record Offered(double[] Ms, double[] LateMs, int Refused, double Seconds, int SlowSeconds);

/// <summary>
/// Sends orders over a number of connections: open, each due at its moment whether or not those before are answered and timed from that moment, so that a stall
/// counts against every order that it delays; or closed, each connection its next when it has its answer. Requests are made beforehand but for the order's number.
/// </summary>
/// <param name="port">Where the endpoint listens.</param>
/// <param name="trades">What is ordered.</param>
/// <param name="keys">Key of each seller.</param>
/// <param name="now">When orders are placed.</param>
/// <param name="cancellation">Stops it.</param>
/// <remarks>Connections are there before the first order is due, and stay: sellers' systems keep theirs.</remarks>
internal sealed class ServeLoad(int port, IReadOnlyList<OfferedTrade> trades, IReadOnlyDictionary<string, string> keys, DateTime now, CancellationToken cancellation) : IDisposable
{
    /// <summary>Milliseconds above which an order was slow.</summary>
    public const double SlowMs = 10;

    // The first go round; the others are for orders that are due while each of those waits, so that a stall of the endpoint is not taken for lateness here.
    private const int Connections = 64, Spare = 1024;
    private const int Digits = 9;
    private readonly List<Line> _lines = [];

    /// <summary>Offers orders.</summary>
    /// <param name="name">Three letters that no other load has.</param>
    /// <param name="path">Call.</param>
    /// <param name="perSecond">Orders due a second; <c>null</c> for a closed load.</param>
    /// <param name="seconds">For how long.</param>
    public async Task<Offered> Offer(string name, string path, double? perSecond, double seconds)
    {
        (byte[] Bytes, int At)[] requests = [.. trades.Select(trade => Request(trade, name, path))];
        while (_lines.Count < Connections + Spare) _lines.Add(new Line(await Connect(), IsSpare: _lines.Count >= Connections));
        foreach (Line line in _lines) line.Orders.Clear();
        long start = Stopwatch.GetTimestamp();
        await (perSecond is { } rate ? Open(requests, rate, (int)(rate * seconds), start) : Closed(requests, seconds, start));
        double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        OfferedOrder[] all = [.. _lines.SelectMany(l => l.Orders)];
        return new Offered(
            [.. all.Select(o => o.Ms).Order()], [.. all.Select(o => o.LateMs).Order()], all.Count(o => !o.IsOk), took, all.Where(o => o.Ms > SlowMs).Select(o => (int)o.DueSeconds).Distinct().Count());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Line line in _lines) line.Socket.Dispose();
    }

    // One thread sends every order at its moment: the pool's timers are up to 5 ms late, by the coarse clock that they go by.
    private async Task Open((byte[] Bytes, int At)[] requests, double perSecond, int count, long start)
    {
        var free = new BlockingCollection<Line>(new ConcurrentQueue<Line>(_lines.Take(Connections)));
        var spare = new ConcurrentStack<Line>(_lines.Skip(Connections));
        using var answered = new SemaphoreSlim(0);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task Answer(Line line, double due, double sent)
        {
            try
            {
                bool isOk = await IsOk(line.Socket, line.Answer);
                line.Orders.Add(new OfferedOrder(due, (Seconds(start) - due) * 1000, (sent - due) * 1000, isOk));
                if (line.IsSpare) spare.Push(line);
                else free.Add(line);
                answered.Release();
            }
            catch (Exception e)
            {
                failed.TrySetException(e);
            }
        }

        Task sent = Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < count; i++)
                {
                    double due = i / perSecond;
                    Pace.Until(start, due);
                    Line line = free.TryTake(out Line? first) || spare.TryPop(out first) ? first : free.Take(cancellation);
                    double at = Seconds(start);
                    line.Socket.Send(Numbered(line, requests, i).Span);
                    _ = Answer(line, due, at);
                }

                for (int i = 0; i < count; i++) answered.Wait(cancellation);
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await await Task.WhenAny(sent, failed.Task);
    }

    private async Task Closed((byte[] Bytes, int At)[] requests, double seconds, long start)
    {
        int next = -1;
        async Task Client(Line line)
        {
            for (double due = Seconds(start); due < seconds; due = Seconds(start))
            {
                await line.Socket.SendAsync(Numbered(line, requests, Interlocked.Increment(ref next)), cancellation);
                bool isOk = await IsOk(line.Socket, line.Answer);
                line.Orders.Add(new OfferedOrder(due, (Seconds(start) - due) * 1000, 0, isOk));
            }
        }

        await Task.WhenAll(_lines.Take(Connections).Select(line => Task.Run(() => Client(line), cancellation)));
    }

    private static double Seconds(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;

    private static ReadOnlyMemory<byte> Numbered(Line line, (byte[] Bytes, int At)[] requests, int number)
    {
        (byte[] template, int at) = requests[number % requests.Length];
        template.CopyTo(line.Request, 0);
        _ = Utf8Formatter.TryFormat(number, line.Request.AsSpan(at, Digits), out _, new System.Buffers.StandardFormat('D', Digits));
        return line.Request.AsMemory(0, template.Length);
    }

    /// <summary>Sends batches of 1,000 orders, one after the other, until it is told to stop.</summary>
    /// <returns>How many.</returns>
    public async Task<int> OfferBatches(string name, CancellationToken stop)
    {
        string seller = trades[0].Seller;
        OfferedTrade[] own = [.. trades.Where(t => t.Seller == seller)];
        using Socket socket = await Connect();
        // Made once: what is made anew for each would stop the clients that are timed beside it, to collect it.
        string id = Id(name), body = "[" + string.Join(",", Enumerable.Range(0, 1000).Select(i => Body(own[i % own.Length], id))) + "]";
        byte[] answer = new byte[1 << 16], request = Encoding.UTF8.GetBytes(Head("/v1/decisions/batch", seller, body) + body), mark = Encoding.UTF8.GetBytes($"\"{id}\"");
        var places = new List<int>();
        for (int at = request.AsSpan().IndexOf(mark); at >= 0 && places.Count < 1000;)
        {
            places.Add(at + 1 + id.Length - Digits);
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
        string id = Id(name), body = Body(trade, id), text = Head(path, trade.Seller, body) + body;
        return (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetByteCount(text[..(text.IndexOf(id, StringComparison.Ordinal) + id.Length - Digits)]));
    }

    // With the day, so that a lake that was served before may be served again on another.
    private string Id(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}-{now:yyMMdd}-{new string('0', Digits)}");

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

    // A connection, with what was offered over it.
    private sealed record Line(Socket Socket, bool IsSpare)
    {
        public byte[] Answer { get; } = new byte[1 << 14];
        public byte[] Request { get; } = new byte[1 << 12];
        public List<OfferedOrder> Orders { get; } = [];
    }

    private readonly record struct OfferedOrder(double DueSeconds, double Ms, double LateMs, bool IsOk);
}
