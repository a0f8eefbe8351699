using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Screening.Data.Contracts;
using Screening.Data.Journals;
using Screening.Data.Keys;
using Screening.Data.Lakes;
using Screening.Data.Retention;
using Screening.Data.Store;
using Screening.Tests.Cli;
using Screening.Web.Live;
using Screening.Web.Serving;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>Several endpoints on one lake when something is the matter with one of them, and what each does for itself.</summary>
public sealed class ReplicaTroubleTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task AHoldThatIsPlacedLaterIsToldByTheReplicaThatDecidedTheOrder()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        ServeOptions Soon(ServeOptions options) => options with { FollowEvery = TimeSpan.FromMilliseconds(100) };
        await using ServedLake a = await ReplicaTests.Replica(lake.Copy(folder), "a", clock, Soon), b = await ReplicaTests.Replica(folder["lake"], "b", clock, Soon);
        string key = a.Key(KeyRole.Seller, trade.Seller);
        b.Server.Keys.Refresh();
        await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-1", trade).ToJsonString()), "decided");
        await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-2", trade).ToJsonString()), "decided");
        await ReplicaTests.Knows(b, 2);
        await ReplicaTests.Body(b.Post("/v1/decisions", key, ServedLake.Order("A-2", trade, version: 2).ToJsonString()), "decided");
        await ReplicaTests.Knows(a, 3);
        await ChangesTests.Deliver(a, [$"H-1,placed,,{trade.Purchaser},2025-07-01 09:03:00,analyst,,2025-07-01 09:03:00"]);
        await ChangesTests.Until(() => b.Server.Live.Snapshot == a.Server.Live.Snapshot);
        JsonElement ofA = await ChangesTests.Changes(a, key, "?after=0"), ofB = await ChangesTests.Changes(b, key, "?after=0");
        Assert.Equal(("A-1", 1, "a"), Told(ofA));
        Assert.Equal(("A-2", 2, "b"), Told(ofB));
        Assert.NotEqual(ofA.GetProperty("cursor").GetInt64(), ofB.GetProperty("cursor").GetInt64());

        // What comes in at either from now on is held.
        foreach (ServedLake served in new[] { a, b }) Assert.Equal("hold", ReplicaTests.RulingOf(await ReplicaTests.Body(served.Post("/v1/decisions", key, ServedLake.Order($"A-3-{served.Server.Live.Replica}", trade).ToJsonString()), "decided")));

        static (string?, int, string?) Told(JsonElement page)
        {
            JsonElement change = Assert.Single(page.GetProperty("changes").EnumerateArray());
            return (change.GetProperty("order_id").GetString(), change.GetProperty("version").GetInt32(), page.GetProperty("replica").GetString());
        }
    }

    [Fact]
    public async Task HowLongAnOrderTookToGetHereIsMeasured()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        await using ServedLake a = await ReplicaTests.Replica(lake.Copy(folder), "a", clock), b = await ReplicaTests.Replica(folder["lake"], "b", clock);
        var lags = new ConcurrentBag<double>();
        Meter own = b.Server.Live.Telemetry.Meter;
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter == own && instrument.Name == "screening.replicas.lag") listener.EnableMeasurementEvents(instrument); } };
        meters.SetMeasurementEventCallback<double>((_, value, _, _) => lags.Add(value));
        meters.Start();
        string key = a.Key(KeyRole.Seller, trade.Seller);
        for (int i = 0; i < 3; i++) await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order($"A-{i}", trade).ToJsonString()), "decided");
        await ReplicaTests.Knows(b, 3);
        Assert.Equal(3, lags.Count);
    }

    [Fact]
    public async Task AReplicaWhoseJournalIsDamagedHoldsTheOthersUntilItIsMendedAndOneThatIsDownDoesNot()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        string path = lake.Copy(folder), file = Path.Combine(path, "_journal", "replica-b", "00000000.journal"), key;
        ServeOptions Soon(ServeOptions options) => options with { Replicas = new ReplicaTiming(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2)) };
        await using ServedLake a = await ReplicaTests.Replica(path, "a", clock, Soon);
        await using (ServedLake b = await ReplicaTests.Replica(path, "b", clock))
        {
            key = b.Key(KeyRole.Seller, trade.Seller);
            a.Server.Keys.Refresh();
            for (int i = 0; i < 5; i++) await ReplicaTests.Body(b.Post("/v1/decisions", key, ServedLake.Order($"A-{i}", trade).ToJsonString()), "decided");
            await ReplicaTests.Knows(a, 5);
        }

        // Down, in the middle of a write: a fine thing to be.
        byte[] whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, [.. whole, 7, 0, 0, 0, 1], TestContext.Current.CancellationToken);
        await Task.Delay(3000, TestContext.Current.CancellationToken);
        await ChangesTests.Until(() => a.Server.Live.NotReady is null);
        await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-5", trade).ToJsonString()), "decided");

        // One bit of the last link.
        byte[] damaged = [.. whole];
        int last = 40;
        while (last + 40 + JournalFrame.PayloadLength(whole.AsSpan(last)) < whole.Length) last += 40 + JournalFrame.PayloadLength(whole.AsSpan(last));
        damaged[last + 20] ^= 1;
        await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);
        for (int i = 0; i < 600 && a.Server.Live.NotReady is null; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        using HttpResponseMessage held = await a.Post("/v1/decisions", key, ServedLake.Order("A-6", trade).ToJsonString()), ready = await a.Get("/ready", "-");
        JsonElement answer = await ServedLake.Json(held);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "hold", HttpStatusCode.ServiceUnavailable), (held.StatusCode, answer.GetProperty("decision").GetString(), ready.StatusCode));
        Assert.Contains("the journal of replica b cannot be read: " + file, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);

        // One that starts meanwhile waits as well. That the last record is torn would be no reason: its writer would cut it too.
        damaged[100] ^= 1;
        await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);
        await using ScoringServer c = await ScoringServer.Start(Soon(new ServeOptions { Lake = path, Url = "http://127.0.0.1:0", Threads = 2, Replica = "c" }), Screening.Cli.Home.Contracts(), Screening.Cli.Home.Policy("1.1.0"), clock);
        for (int i = 0; i < 600 && c.Live.NotReady?.Contains("another replica cannot be read", StringComparison.Ordinal) != true; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Contains(file, c.Live.NotReady, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);
        await c.Live.Loaded;
        for (int i = 0; i < 600 && (a.Server.Live.NotReady ?? c.Live.NotReady) is not null; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal((null, null), (a.Server.Live.NotReady, c.Live.NotReady));
        await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-6", trade).ToJsonString()), "decided");
        await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-4", trade).ToJsonString()), "duplicate");
    }

    [Fact]
    public async Task WhatAReplicaLostBeforeItWasDurableIsDecidedAnewAndTheRestIsRepeated()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        string path = lake.Copy(folder), file = Path.Combine(path, "_journal", "replica-b", "00000000.journal"), key, first;
        await using ServedLake a = await ReplicaTests.Replica(path, "a", clock);
        await using (ServedLake b = await ReplicaTests.Replica(path, "b", clock))
        {
            key = b.Key(KeyRole.Seller, trade.Seller);
            a.Server.Keys.Refresh();
            first = await ReplicaTests.Body(b.Post("/v1/decisions", key, ServedLake.Order("A-0", trade).ToJsonString()), "decided");
            await ReplicaTests.Body(b.Post("/v1/decisions", key, ServedLake.Order("A-1", trade).ToJsonString()), "decided");
            await ReplicaTests.Knows(a, 2);
        }

        // As after a loss of power, when its writer has cut the end.
        byte[] whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, whole[..(40 + 40 + JournalFrame.PayloadLength(whole.AsSpan(40)))], TestContext.Current.CancellationToken);
        await ChangesTests.Until(() => a.Server.Live.Book.Others.Count == 1);
        Assert.Equal(first, await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-0", trade).ToJsonString()), "duplicate"));
        await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-1", trade).ToJsonString()), "decided");
        await using ServedLake again = await ReplicaTests.Replica(path, "b", clock);
        await ReplicaTests.Body(again.Post("/v1/decisions", key, ServedLake.Order("A-1", trade).ToJsonString()), "duplicate");
    }

    [Fact]
    public async Task AnOrderThatRetentionLetGoIsRepeatedAndDoesNotComeBackIntoTheEngine()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        string path = lake.Copy(folder), key, answer;
        await using (ServedLake a = await ReplicaTests.Replica(path, "a", clock))
        {
            key = a.Key(KeyRole.Seller, trade.Seller);
            answer = await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order("A-0", trade).ToJsonString()), "decided");
        }

        var opened = Lake.Open(path);
        ContractStore contracts = Screening.Cli.Home.Contracts();
        Assert.Equal(1, Assert.Single(JournalDelivery.Take(opened, contracts, clock.Utc, 2, null, TestContext.Current.CancellationToken)).Total.Accepted);
        await using (ServedLake c = await ReplicaTests.Replica(path, "c", clock)) Assert.NotNull(await c.Server.Live.Do(decider => decider.Scoring.InForce("A-0")));
        var rules = new RetentionRules { Rules = [new RetentionRule("orders", 1827, false, null)] };
        RetentionRun.Run(opened, contracts, rules, OpenWork.None, new DateOnly(2035, 1, 1), TestContext.Current.CancellationToken);
        await using ServedLake b = await ReplicaTests.Replica(path, "b", clock);
        Assert.Null(await b.Server.Live.Do(decider => decider.Scoring.InForce("A-0")));
        Assert.Equal(answer, await ReplicaTests.Body(b.Post("/v1/decisions", key, ServedLake.Order("A-0", trade).ToJsonString()), "duplicate"));
    }

    [Fact]
    public async Task ReplicasThatStartAtOnceAllTakeTheJournalsIn()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        var clock = new FixedClock(ServedLakeFixture.Morning);
        string path = lake.Copy(folder), key;
        await using (ServedLake a = await ReplicaTests.Replica(path, "a", clock))
        {
            key = a.Key(KeyRole.Seller, trade.Seller);
            for (int i = 0; i < 5; i++) await ReplicaTests.Body(a.Post("/v1/decisions", key, ServedLake.Order($"A-{i}", trade).ToJsonString()), "decided");
        }

        ServedLake[] all = await Task.WhenAll(((string[])["a", "b", "c"]).Select(name => ReplicaTests.Replica(path, name, clock)));
        foreach (ServedLake served in all)
        {
            Assert.Equal(5, await served.Server.Live.Do(decider => Enumerable.Range(0, decider.Scoring.Log.Orders.Count).Count(row => decider.Scoring.Log.Symbols.Orders.Text(decider.Scoring.Log.Orders[row].Order)!.StartsWith("A-", StringComparison.Ordinal))));
            await served.DisposeAsync();
        }

        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(path, "_journal"), "delivery-*"));
    }

    [Fact]
    public async Task ANameIsServedOnceAndOneThatIsNoNameIsRefused()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        await using ServedLake a = await ReplicaTests.Replica(path, "a", new FixedClock(ServedLakeFixture.Morning));
        JournalException taken = await Assert.ThrowsAsync<JournalException>(() => ReplicaTests.Replica(path, "a", new FixedClock(ServedLakeFixture.Morning)));
        Assert.Contains("is being written by another process", taken.Message, StringComparison.Ordinal);
        (int code, _, string errors) = ScreeningProcess.Run("serve", "--lake", path, "--replica", "a", "--urls", "http://127.0.0.1:0");
        Assert.True(code is 1 or 2, errors);
        Assert.Contains("replica-a is being written by another process", errors, StringComparison.Ordinal);
        (code, _, errors) = ScreeningProcess.Run("serve", "--lake", path, "--replica", "../a", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, code);
        Assert.Contains("--replica is '../a'; accepted: 1 to 40 letters a to z, digits and dashes", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACursorOfAnotherReplicaIsRefusedInWords()
    {
        using var folder = new TemporaryFolder();
        Trade trade = lake.Trades[0];
        await using ServedLake b = await ReplicaTests.Replica(lake.Copy(folder), "b", new FixedClock(ServedLakeFixture.Morning));
        string key = b.Key(KeyRole.Seller, trade.Seller);
        long ofA = new ChangeCursor("a").Of(3), ofB = new ChangeCursor("b").Of(3);
        Assert.Equal((3L, null, null, 3L, null), (new ChangeCursor("b").Number(ofB), new ChangeCursor("b").Number(ofA), new ChangeCursor(null).Number(ofA), new ChangeCursor(null).Number(3), new ChangeCursor("a").Number(3)));
        Assert.True(ofA < 1L << 53);
        foreach (HttpResponseMessage refused in new[] { await b.Get($"/v1/decisions/changes?after={ofA}", key), await b.Post("/v1/decisions/changes/ack", key, $"{{\"cursor\":{ofA}}}") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            JsonElement error = (await ServedLake.Json(refused)).GetProperty("errors")[0];
            Assert.Equal((ofA.ToString(System.Globalization.CultureInfo.InvariantCulture), "0, or a cursor that replica b answered: changes are numbered by each replica for itself"), (error.GetProperty("value").GetString(), error.GetProperty("accepted").GetString()));
            refused.Dispose();
        }

        using HttpResponseMessage own = await b.Get($"/v1/decisions/changes?after={ofB}", key);
        Assert.Equal(ofB, (await ServedLake.Json(own)).GetProperty("cursor").GetInt64());
    }
}
