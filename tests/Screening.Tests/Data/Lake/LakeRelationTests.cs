using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Tests.Data.Contracts;
using Xunit;

namespace Screening.Tests.Data.Lakes;

/// <summary>Files of several contract versions, with and without the physical columns, as one relation.</summary>
public sealed class LakeRelationTests : IDisposable
{
    private readonly SomeContracts _some = new();
    private readonly Lake _lake;

    public LakeRelationTests() => _lake = Lake.Create(Path.Combine(_some.Folder, "..", Path.GetFileName(_some.Folder) + "-lake"));

    [Fact]
    public void FilesOfAnOlderMinorVersionLackColumnsThatReadAsNull()
    {
        var contract = _some.At("1.1.0");
        Write("1.0.0", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");
        Write("1.1.0", "SELECT 'b' AS thing_id, 2::BIGINT AS count, 'y' AS label, 'new' AS note, TIMESTAMP '2025-01-02' AS known_at");

        Assert.Equal(["thing_id", "count", "label", "note", "known_at"], Names(_lake.Snapshot().Relation(contract)));
        Assert.Equal(["a|1|x|NULL", "b|2|y|new"], Read("SELECT thing_id, count, label, note", _lake.Snapshot().Relation(contract)));
        Assert.Equal(["a"], Read("SELECT thing_id", _lake.Snapshot().Relation(contract) + " WHERE note IS NULL"));
    }

    [Fact]
    public void FilesOfAnOlderMajorVersionAreReadAsTheMigrationSays()
    {
        var contract = _some.At("2.0.0");
        Write("1.0.0", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");
        Write("1.1.0", "SELECT 'b' AS thing_id, 2::BIGINT AS count, 'y' AS label, '!' AS note, TIMESTAMP '2025-01-02' AS known_at");
        Write("2.0.0", "SELECT 'c' AS id, 3.5::DECIMAL(18,2) AS amount, 'z' AS label, 'there' AS origin, NULL::VARCHAR AS loud, TIMESTAMP '2025-01-03' AS known_at");

        var relation = _lake.Snapshot().Relation(contract);
        Assert.Equal(["id", "amount", "label", "origin", "loud", "known_at"], Names(relation));
        Assert.Equal(["a|1.00|x|here|X?", "b|2.00|y|here|Y!", "c|3.50|z|there|NULL"], Read("SELECT id, amount, label, origin, loud", relation));
        Assert.Equal(["DECIMAL(18,2)"], Read("SELECT DISTINCT typeof(amount)", relation));
        Assert.Equal(["b"], Read("SELECT id", relation + " WHERE amount = 2"));
    }

    [Fact]
    public void MigrationsFormAChain()
    {
        var contract = _some.At("3.0.0");
        Write("1.0.0", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");
        Write("2.0.0", "SELECT 'c' AS id, 3.5::DECIMAL(18,2) AS amount, 'z' AS label, 'there' AS origin, NULL::VARCHAR AS loud, TIMESTAMP '2025-01-03' AS known_at");

        Assert.Equal(["a|10.00|here|X?", "c|35.00|there|NULL"], Read("SELECT id, total, origin, loud", _lake.Snapshot().Relation(contract)));
    }

    [Fact]
    public void ANewerFileIsRefusedWithWhatToDo()
    {
        var contract = _some.At("1.0.0");
        Write("1.1.0", "SELECT 'b' AS thing_id, 2::BIGINT AS count, 'y' AS label, 'new' AS note, TIMESTAMP '2025-01-02' AS known_at");

        var file = _lake.Snapshot().Files("things").Single().Path;
        foreach (var read in new Func<DataContract, string>[] { _lake.Snapshot().Relation, _lake.Snapshot().History, _lake.Snapshot().Current })
        {
            Assert.Equal(
                $"{file} was written under version 1.1.0 of the contract of things, this program knows 1.0.0 and none that is newer; use the program and the contracts with which the lake was written",
                Assert.Throws<LakeException>(() => read(contract)).Message);
        }
    }

    [Fact]
    public void AVersionFromWhichNothingLeadsIsRefusedWithWhatToDo()
    {
        Write("1.0.0", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");
        var file = _lake.Snapshot().Files("things").Single().Path;
        // Kept, but no migration names it; and the contract that would lead on is not kept.
        _some.Keep("1.0.0", SomeContracts.Yaml("1.0.0"));
        var unlinked = _some.Load(SomeContracts.Yaml("2.0.0", ["id VARCHAR key"]));

        var e = Assert.Throws<LakeException>(() => _lake.Snapshot().Relation(unlinked));

        Assert.Equal(
            $"{file} was written under version 1.0.0 of the contract of things, this program knows 2.0.0 and no way to it; keep the old contract as past/things/1.0.0.odcs.yaml and give a later one a migration from 1.0.0",
            e.Message);
    }

    [Fact]
    public void AVersionThatIsNoneIsADamagedManifest()
    {
        var contract = _some.At("1.0.0");
        Write("one", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");

        Assert.Contains("accepted: three numbers such as 1.0.0, so the manifest is damaged", Assert.Throws<LakeException>(() => _lake.Snapshot().Relation(contract)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesWithAndWithoutPhysicalColumnsMix()
    {
        var contract = _some.At("1.0.0");
        Write("1.0.0", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");
        WritePhysical("1.0.0", ("a", 2, "y", "2025-01-02", "false"), ("b", 3, "z", "2025-01-02", "NULL"));
        WritePhysical("1.0.0", ("b", null, null, "2025-01-03", "true"));

        var snapshot = _lake.Snapshot();
        Assert.Equal(["thing_id", "count", "label", "known_at"], Names(snapshot.Relation(contract)));
        Assert.Equal(["a|1", "a|2", "b|3"], Read("SELECT thing_id, count", snapshot.Relation(contract)));
        Assert.Equal(["thing_id", "count", "label", "known_at", "_deleted", "_source", "_line"], Names(snapshot.History(contract)));
        Assert.Equal(
            ["a|1|false|NULL|NULL", "a|2|false|things.csv|2", "b|3|false|things.csv|3", "b|NULL|true|things.csv|2"],
            Read("SELECT thing_id, count, _deleted, _source, _line", snapshot.History(contract)));
    }

    [Fact]
    public void CurrentIsTheNewestRowOfEachKeyThatIsNotDeleted()
    {
        var contract = _some.At("1.0.0");
        // a:  1 ──── 2 ─────────▶ 2        b:  3 ── deleted        c:  deleted ── 5 ▶ 5        d: told and deleted at one moment
        Write("1.0.0", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");
        WritePhysical("1.0.0", ("a", 2, "y", "2025-01-02", "false"), ("b", 3, "z", "2025-01-02", "false"), ("c", null, null, "2025-01-02", "true"), ("d", 6, "v", "2025-01-03", "false"));
        WritePhysical("1.0.0", ("b", null, null, "2025-01-03", "true"), ("c", 5, "w", "2025-01-03", "false"), ("d", null, null, "2025-01-03", "true"));

        Assert.Equal(["thing_id", "count", "label", "known_at"], Names(_lake.Snapshot().Current(contract)));
        Assert.Equal(["a|2|y", "c|5|w"], Read("SELECT thing_id, count, label", _lake.Snapshot().Current(contract)));
        Assert.Equal(["2"], Read("SELECT count(*)", _lake.Snapshot().Current(contract)));
    }

    [Fact]
    public void ADeletionStaysOneThroughAMigration()
    {
        var contract = _some.At("2.0.0");
        WritePhysical("1.0.0", ("a", 1, "x", "2025-01-01", "false"), ("a", null, null, "2025-01-02", "true"), ("b", 2, "y", "2025-01-01", "false"));

        var snapshot = _lake.Snapshot();
        Assert.Equal(["a|1.00|here|X?|false", "a|NULL|NULL|NULL|true", "b|2.00|here|Y?|false"], Read("SELECT id, amount, origin, loud, _deleted", snapshot.History(contract)));
        Assert.Equal(["a", "b"], Read("SELECT id", snapshot.Relation(contract)));
        Assert.Equal(["b"], Read("SELECT id", snapshot.Current(contract)));
    }

    [Fact]
    public void NothingIsTypedAsTheContractSays()
    {
        var contract = _some.At("2.0.0");
        var snapshot = _lake.Snapshot();

        foreach (var relation in new[] { snapshot.Relation(contract), snapshot.History(contract), snapshot.Current(contract) }) Assert.Equal(["0"], Read("SELECT count(*)", relation));
        Assert.Equal(["DECIMAL(18,2)"], Read("SELECT typeof(amount)", $"(SELECT 1) LEFT JOIN {snapshot.Relation(contract)} ON true"));
    }

    [Theory]
    [InlineData("1.1.0", "label = 'x'")]
    [InlineData("3.0.0", "label = 'x'")]
    public void AFilterReachesTheFilesOfEveryVersion(string version, string filter)
    {
        var contract = _some.At(version);
        Write("1.0.0", "SELECT 'a' AS thing_id, 1::BIGINT AS count, 'x' AS label, TIMESTAMP '2025-01-01' AS known_at");
        if (version == "3.0.0") WritePhysical("1.1.0", ("b", 1, "y", "2025-01-01", "false"));
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var result = connection.Query($"EXPLAIN SELECT {contract.Key[0].Name} FROM {_lake.Snapshot().Relation(contract)} WHERE {filter}", TestContext.Current.CancellationToken);
        var plan = (string)result.Rows().First()[1]!;

        // Neither a filter above the scan nor a column that nobody asked for.
        Assert.Contains("label='x'", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("FILTER", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("count", plan, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Directory.Delete(_lake.FullPath, recursive: true);
        _some.Dispose();
    }

    /// <summary>Rows with the physical columns, on lines 2, 3 and so on of things.csv.</summary>
    private void WritePhysical(string version, params (string Id, long? Count, string? Label, string KnownAt, string Deleted)[] rows) => Write(version, string.Join(" UNION ALL ", rows.Select((r, i) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT '{r.Id}' AS thing_id, {r.Count?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}::BIGINT AS count, {(r.Label is null ? "NULL" : $"'{r.Label}'")}::VARCHAR AS label, TIMESTAMP '{r.KnownAt}' AS known_at, {r.Deleted}::BOOLEAN AS _deleted, 'things.csv' AS _source, {i + 2}::BIGINT AS _line"))));

    private void Write(string version, string select)
    {
        using var writer = _lake.Write(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var day = new DateOnly(2025, 1, 1);
        var relative = LakeWriter.DataPath("things", day, FormattableString.Invariant($"f{_lake.Snapshot().AllFiles.Count}"));
        var path = Path.Combine(_lake.FullPath, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var database = DuckDbDatabase.Open())
        using (var connection = database.Connect()) connection.Execute($"COPY ({select}) TO '{path}' (FORMAT parquet)");
        var (bytes, sha256) = LakeWriter.Measure(path);
        var at = DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc);
        writer.Commit([new LakeFile("things", relative, 1, bytes, sha256, at, at, version)], [], [], at);
    }

    private static List<string> Names(string relation)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var result = connection.Query($"SELECT * FROM {relation}");
        return [.. result.Columns.Select(c => c.Name)];
    }

    /// <summary>Rows in their own order, cells joined by bars.</summary>
    private static List<string> Read(string select, string relation)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        using var result = connection.Query($"{select} FROM {relation} ORDER BY ALL");
        return [.. result.Rows().Select(row => string.Join('|', row.Select(v => v switch { null => "NULL", bool b => b ? "true" : "false", _ => Convert.ToString(v, CultureInfo.InvariantCulture) })))];
    }
}
