using System.Globalization;
using Screening.Cli;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Retention;
using Screening.Data.Store;
using Screening.Tests.Cli;
using Screening.Tests.Web;
using Xunit;

namespace Screening.Tests.Data.Retention;

public sealed class RetentionTests(ServedLakeFixture lake)
{
    private static readonly DateOnly s_today = new(2025, 7, 1);
    private static readonly ContractStore s_contracts = Home.Contracts();

    [Fact]
    public void WhatStaysIsWhatAPlainReadingOfTheRulesKeeps()
    {
        using var folder = new TemporaryFolder();
        var opened = Lake.Open(lake.Copy(folder));
        var random = new Random(TestSeed.Value);
        Dictionary<string, List<Row>> before = All(opened);
        List<Row> orders = before["orders"];
        string party = orders[random.Next(orders.Count)].Text("purchaser_id")!, order = orders[random.Next(orders.Count)].Text("order_id")!;
        var rules = new RetentionRules
        {
            Rules = [Rule("orders", 30), Rule("shipments", 3), Rule("parties", 40), Rule("capacity", 20), Rule("tips", 10, all: true), Rule("balance_sheets", 400, all: true)],
            Holds = [new LegalHold(party, null, "a test", "Ann", s_today), new LegalHold(null, order, "a test", "Ann", s_today)],
        };
        var work = new OpenWork([], [orders[random.Next(orders.Count)].Text("order_id")!]);
        RetentionReport shown = RetentionRun.Show(opened, s_contracts, rules, work, s_today, TestContext.Current.CancellationToken);
        RetentionReport done = RetentionRun.Run(opened, s_contracts, rules, work, s_today, TestContext.Current.CancellationToken);
        Assert.Equal(shown.Datasets, done.Datasets.Select(d => d with { Files = 0 }));
        Assert.True(done.Datasets.Count(d => d.Expired > 0) >= 4, string.Join(", ", done.Datasets));
        Assert.Contains(done.Datasets, d => d.Held > 0);

        Dictionary<string, List<Row>> after = All(opened);
        HashSet<string> kept = Held(before, rules, work, out HashSet<string> parties);
        foreach (DataContract contract in s_contracts.Contracts)
        {
            List<string> expected = [.. before[contract.Dataset].Where(row => Stays(row, rules, contract, before, kept, parties)).Select(r => r.Whole).Order(StringComparer.Ordinal)];
            Assert.Equal(expected, after[contract.Dataset].Select(r => r.Whole).Order(StringComparer.Ordinal));
            Assert.Equal(before[contract.Dataset].Count - expected.Count, done.Datasets.FirstOrDefault(d => d.Dataset == contract.Dataset)?.Expired ?? 0);
        }

        Assert.Empty(opened.Snapshot().Verify(TestContext.Current.CancellationToken));
        Assert.Empty(opened.VerifyHistory(TestContext.Current.CancellationToken));
        Assert.True(opened.Snapshot().IsRetention);

        // Nothing is left to do; the snapshot before still has every row until it is pruned, and then no file on disk has them.
        RetentionReport again = RetentionRun.Run(opened, s_contracts, rules, work, s_today, TestContext.Current.CancellationToken);
        Assert.Equal((0, done.Snapshot), (again.Datasets.Sum(d => d.Expired), again.Snapshot));
        Assert.NotEqual(opened.Snapshot().Id, opened.Snapshot(done.Snapshot - 1).Id);
        Pruning.Run(opened, new PruneRequest { Keep = 1 }, TestContext.Current.CancellationToken);
        HashSet<string> named = [.. opened.Snapshot().AllFiles.Select(f => f.Path)];
        Assert.All(Directory.EnumerateFiles(Path.Combine(opened.FullPath, "orders"), "*.parquet", SearchOption.AllDirectories), f => Assert.Contains(Path.GetRelativePath(opened.FullPath, f), named));
    }

    [Fact]
    public void TheVerbPutsOnRecordWhatItDeletedAndANightRunsOnWhatIsLeft()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        File.WriteAllText(RetentionRules.PathOf(path), "rules:\n  - dataset: orders\n    keep_days: 1827\n    what: all\n  - dataset: shipments\n    keep_days: 1827\nfiles:\n  - folder: _logs\n    keep_days: 1\nholds:\n  - party: P-NOBODY\n    reason: a test\n    by: Counsel\n    since: 2025-01-01\naudit_details_keep_days: 1827\n");
        string log = Path.Combine(path, "_logs", "old.json");
        File.WriteAllText(log, "{}");
        File.SetLastWriteTimeUtc(log, DateTime.UtcNow.AddDays(-3));
        (int code, string output, string errors) = ScreeningProcess.Run("retention", "run", "--lake", path, "--prune");
        Assert.True(code == 0, errors);
        Assert.Contains("0 of ", output, StringComparison.Ordinal);
        Assert.False(File.Exists(log));
        (code, output, errors) = ScreeningProcess.Run("audit", "export", "--lake", path);
        Assert.True(code == 0, errors);
        Assert.Contains("\"action\":\"retention\"", output, StringComparison.Ordinal);
        Assert.Contains("Counsel", output, StringComparison.Ordinal);
        Assert.Contains("\"action\":\"retention_files\"", output, StringComparison.Ordinal);
        Assert.Equal(0, ScreeningProcess.Run("audit", "verify", "--lake", path).Code);
        (code, _, errors) = ScreeningProcess.Run("nightly", "--lake", path, "--policy", "1.1.0");
        Assert.True(code == 0, errors);
    }

    [Theory]
    [InlineData("rules:\n  - dataset: orders\n    keep_days: 30\n", "keep_days is 30; accepted: 1827 or more")]
    [InlineData("rules:\n  - dataset: elephants\n    keep_days: 3000\n", "is 'elephants'; accepted: ")]
    [InlineData("rules:\n  - dataset: tips\n    keep_days: 3000\n    what: most\n", "is 'most'; accepted: superseded, all")]
    [InlineData("rules:\n  - dataset: tips\n    keep_days: 3000\n  - dataset: tips\n    keep_days: 4000\n", "dataset tips has 2 rules")]
    [InlineData("holds:\n  - party: P-1\n    order: SO-1\n    reason: r\n    by: b\n    since: 2025-01-01\n", "neither or both of party and order")]
    [InlineData("holds:\n  - party: P-1\n    reason: r\n    by: b\n    since: 01/02/2025\n", "is '01/02/2025'; accepted: yyyy-MM-dd")]
    [InlineData("files:\n  - folder: _journal\n    keep_days: 1\n", "is '_journal'; accepted: _logs, _reports, _delivered")]
    [InlineData("audit_details_keep_days: 30\n", "accepted")]
    [InlineData("surprise: 1\n", "unknown key")]
    public void RulesThatAreNotAsAcceptedDeleteNothingAndSaySo(string yaml, string said)
    {
        using var folder = new TemporaryFolder();
        string file = folder["retention.yaml"];
        File.WriteAllText(file, yaml);
        Assert.Contains(said, Assert.Throws<RetentionException>(() => RetentionRules.Read(file, s_contracts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutRulesNothingIsDeleted()
    {
        (int code, _, string errors) = ScreeningProcess.Run("retention", "run", "--lake", lake.Lake);
        Assert.Equal(2, code);
        Assert.Contains("nothing is deleted without rules", errors, StringComparison.Ordinal);
    }

    private static RetentionRule Rule(string dataset, int days, bool all = false) => new(dataset, days, all, "an invented world");

    private static string? OrderOf(Row row, DataContract contract) => contract.Dataset == "orders" ? row.Text("order_id") : contract.Columns.FirstOrDefault(c => c.References is { Table: "orders" }) is { } column ? row.Text(column.Name) : null;

    private static IEnumerable<string> PartiesOf(Row row, DataContract contract) =>
        contract.Columns.Where(c => c.References is { Table: "parties" } || (contract.Dataset == "parties" && c.Name == "party_id")).Select(c => row.Text(c.Name)).OfType<string>();

    // The orders that are held, and the parties.
    private static HashSet<string> Held(Dictionary<string, List<Row>> rows, RetentionRules rules, OpenWork open, out HashSet<string> parties)
    {
        HashSet<string> named = [.. rules.Holds.Select(h => h.Party).OfType<string>(), .. open.Parties];
        HashSet<string> orders = [.. rules.Holds.Select(h => h.Order).OfType<string>(), .. open.Orders];
        foreach (DataContract contract in s_contracts.Contracts)
            foreach (Row row in rows[contract.Dataset])
                if (OrderOf(row, contract) is { } order && PartiesOf(row, contract).Any(named.Contains)) orders.Add(order);
        parties = [.. named];
        foreach (DataContract contract in s_contracts.Contracts)
            foreach (Row row in rows[contract.Dataset])
                if (OrderOf(row, contract) is { } order && orders.Contains(order)) parties.UnionWith(PartiesOf(row, contract));
        return orders;
    }

    private static bool Stays(Row row, RetentionRules rules, DataContract contract, Dictionary<string, List<Row>> rows, HashSet<string> orders, HashSet<string> parties)
    {
        if (PartiesOf(row, contract).Any(parties.Contains)) return true;
        if (OrderOf(row, contract) is { } order) return orders.Contains(order) || s_contracts.Contracts.SelectMany(c => rows[c.Dataset].Where(r => OrderOf(r, c) == order)).Max(r => r.KnownAt) >= Day(rules.Rules.Single(r => r.Dataset == "orders"));
        if (rules.Rules.FirstOrDefault(r => r.Dataset == contract.Dataset) is not { } rule) return true;
        string Key(Row r) => string.Join('|', contract.Key.Select(c => r.Text(c.Name)));
        DateTime last = rows[contract.Dataset].Where(r => Key(r) == Key(row)).Max(r => r.KnownAt);
        return rule.IncludesCurrent ? last >= Day(rule) : row.KnownAt >= Day(rule) || row.KnownAt >= last;
    }

    private static DateTime Day(RetentionRule rule) => s_today.AddDays(-rule.KeepDays).ToDateTime(TimeOnly.MinValue);

    private static Dictionary<string, List<Row>> All(Lake opened)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        LakeSnapshot snapshot = opened.Snapshot();
        return s_contracts.Contracts.ToDictionary(c => c.Dataset, c =>
        {
            if (snapshot.Files(c.Dataset).Count == 0) return new List<Row>();
            string columns = string.Join(", ", c.ColumnNames.Select(n => $"CAST(\"{n}\" AS VARCHAR) AS \"{n}\""));
            using DuckDbResult result = connection.Query($"SELECT known_at, {columns}, CAST(_deleted AS VARCHAR), _source, CAST(_line AS VARCHAR) FROM {snapshot.History(c)}", TestContext.Current.CancellationToken);
            string[] names = [.. c.ColumnNames];
            return [.. result.Rows().Select(r => new Row((DateTime)r[0]!, names.Select((n, i) => (n, (string?)r[i + 1])).ToDictionary(x => x.n, x => x.Item2), string.Join('|', r.Select(v => v is DateTime at ? at.ToString("O", CultureInfo.InvariantCulture) : Convert.ToString(v, CultureInfo.InvariantCulture)))))];
        });
    }

    private sealed record Row(DateTime KnownAt, Dictionary<string, string?> Cells, string Whole)
    {
        public string? Text(string column) => Cells.GetValueOrDefault(column);
    }
}
