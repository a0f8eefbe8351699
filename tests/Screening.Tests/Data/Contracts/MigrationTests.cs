using Screening.Data.Contracts;
using Xunit;

namespace Screening.Tests.Data.Contracts;

public sealed class MigrationTests : IDisposable
{
    private static readonly string[] Plain = ["thing_id VARCHAR key", "count BIGINT"];
    private readonly SomeContracts _some = new();

    [Fact]
    public void KeptVersionsAreFoundByTheirNumber()
    {
        _some.At("2.0.0");
        var store = ContractStore.Load(_some.Folder);

        Assert.Equal(["1.0.0", "1.1.0"], store["things"].Past.Select(p => p.Version));
        Assert.True(store.TryGet("things", "1.1.0", out var past));
        Assert.Equal("thing_id", past.Columns[0].Name);
        Assert.True(store.TryGet("things", "2.0.0", out var current));
        Assert.Same(store["things"], current);
        Assert.False(store.TryGet("things", "3.0.0", out _));
        Assert.False(store.TryGet("stuff", "1.0.0", out _));
    }

    [Fact]
    public void AWayLeadsThroughEveryMigrationBetween()
    {
        var contract = _some.At("3.0.0");

        string Way(int major, int minor)
        {
            var lineage = ContractLineage.Find(new ContractVersion(major, minor, 0), contract);
            return lineage is null ? "none" : string.Join(" > ", lineage.Steps.Select(s => s.To.Version).Prepend(lineage.Read.Version));
        }

        Assert.Equal("3.0.0", Way(3, 0));
        Assert.Equal("2.0.0 > 3.0.0", Way(2, 0));
        Assert.Equal("1.1.0 > 2.0.0 > 3.0.0", Way(1, 1));
        // 1.1.0 only adds a column, so a file of 1.0.0 is read as one of 1.1.0.
        Assert.Equal("1.1.0 > 2.0.0 > 3.0.0", Way(1, 0));
        Assert.Equal("none", Way(0, 9));
        Assert.Equal("none", Way(1, 2));
        Assert.Equal("none", Way(3, 1));
    }

    [Fact]
    public void AMinorVersionOverAMigratedOneReadsWhatThatOneReads()
    {
        _some.At("2.0.0");
        _some.Keep("2.0.0", SomeContracts.Yaml("2.0.0"));
        var contract = _some.Load(SomeContracts.Yaml("2.1.0", ["id VARCHAR key", "amount DECIMAL(18,2)", "label VARCHAR", "origin VARCHAR required", "loud VARCHAR", "extra VARCHAR since 2.1.0"]));

        Assert.Equal(["2.0.0", "2.1.0"], ContractLineage.Find(new ContractVersion(1, 0, 0), contract)!.Steps.Select(s => s.To.Version));
    }

    [Theory]
    [InlineData("{from: 2.0.0, columns: {}}", "things.odcs.yaml, line ", "from is '2.0.0'; accepted: a version before the contract's own, 2.0.0")]
    [InlineData("{from: 1, columns: {}}", "things.odcs.yaml, line ", "from is '1'; accepted: three numbers such as 1.0.0")]
    [InlineData("{from: 1.0.0}, {from: 1.0.0}", "things.odcs.yaml, line ", "'1.0.0' is given twice")]
    [InlineData("{from: 1.0.0, columns: {cuont: {from: count}}}", "things.odcs.yaml, line ", "cuont is no column of this contract; accepted: thing_id, count, known_at")]
    [InlineData("{from: 1.0.0, columns: {count: {}}}", "things.odcs.yaml, line ", "count names several sources or none; accepted: one of from, constant, expression")]
    [InlineData("{from: 1.0.0, columns: {count: {from: count, constant: 1}}}", "things.odcs.yaml, line ", "count names several sources or none")]
    [InlineData("{from: 1.0.0, columns: {count: {expression: '1); DROP TABLE x'}}}", "things.odcs.yaml, line ", "expression has a ) that closes nothing")]
    [InlineData("{from: 1.0.0, columns: {known_at: {from: thing_id}}}", "things.odcs.yaml, line ", "known_at is migrated; the moment a row became known never changes")]
    [InlineData("{from: 1.0.0, columns: {count: {from: cuont}}}", "things 2.0.0: ", "the migration from 1.0.0 takes count from 'cuont'; accepted: thing_id, count, known_at")]
    [InlineData("{from: 1.0.0, columns: {count: {expression: nothing + 1}}}", "things 2.0.0: ", "the migration from 1.0.0 gives count a value that DuckDB does not accept as BIGINT: Binder Error")]
    [InlineData("{from: 1.0.0, columns: {count: {constant: many}}}", "things 2.0.0: ", "the migration from 1.0.0 gives count a value that DuckDB does not accept as BIGINT: Conversion Error")]
    [InlineData("{from: 0.9.0, columns: {}}", "things 2.0.0: ", "the migration from 0.9.0 has no contract to start from; keep it as past/things/0.9.0.odcs.yaml")]
    public void AnInvalidMigrationIsRefusedWhenContractsAreRead(string migrations, string place, string expected)
    {
        _some.Keep("1.0.0", SomeContracts.Yaml("1.0.0", Plain));

        var e = Assert.Throws<ContractException>(() => _some.Load(SomeContracts.Yaml("2.0.0", Plain, migrations)));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.StartsWith(place, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("1.1.0", "thing_id VARCHAR key", "drops or changes the column count of 1.0.0 without a migration")]
    [InlineData("1.1.0", "thing_id VARCHAR key,count VARCHAR", "drops or changes the column count of 1.0.0 without a migration")]
    [InlineData("1.1.0", "thing_id VARCHAR,count BIGINT key", "has another key than 1.0.0 without a migration; accepted: thing_id")]
    [InlineData("1.1.0", "thing_id VARCHAR key,count BIGINT,more BIGINT required", "adds the required column more to 1.0.0 without a migration")]
    [InlineData("1.1.0", "thing_id VARCHAR key,count BIGINT,more BIGINT", "adds the column more to 1.0.0 and does not say since when")]
    [InlineData("1.1.0", "thing_id VARCHAR key,count BIGINT,more BIGINT since 1.2.0", "value is '1.2.0'; accepted: up to the contract's own version, 1.1.0")]
    [InlineData("1.1.0", "thing_id VARCHAR key,count BIGINT,more BIGINT required since 1.1.0", "value is '1.1.0' on a required column; accepted: a new major version")]
    [InlineData("1.0", "thing_id VARCHAR key,count BIGINT", "version is '1.0'; accepted: three numbers such as 1.0.0")]
    [InlineData("1.0.0", "thing_id VARCHAR key,count BIGINT", "past/things/1.0.0.odcs.yaml: version is '1.0.0'; accepted: one before the current, 1.0.0")]
    public void AVersionThatDoesMoreThanAddColumnsNeedsAMigrationOrAMajorNumber(string version, string columns, string expected)
    {
        _some.Keep("1.0.0", SomeContracts.Yaml("1.0.0", Plain));

        Assert.Contains(expected, Assert.Throws<ContractException>(() => _some.Load(SomeContracts.Yaml(version, columns.Split(',')))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARequiredColumnAndAKeyNeedAValueThatOldRowsHave()
    {
        _some.Keep("1.0.0", SomeContracts.Yaml("1.0.0", Plain));
        string[] columns = [.. Plain, "origin VARCHAR required"];

        Assert.Contains(
            "the migration from 1.0.0 has no value for origin, which is required; give it from, constant or expression",
            Assert.Throws<ContractException>(() => _some.Load(SomeContracts.Yaml("2.0.0", columns, "{from: 1.0.0}"))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "takes id, which is of the key, from count, which is not; accepted: thing_id",
            Assert.Throws<ContractException>(() => _some.Load(SomeContracts.Yaml("2.0.0", ["id BIGINT key"], "{from: 1.0.0, columns: {id: {from: count}}}"))).Message, StringComparison.Ordinal);
        Assert.NotNull(_some.Load(SomeContracts.Yaml("2.0.0", columns, "{from: 1.0.0, columns: {origin: {constant: here}}}")));
    }

    [Fact]
    public void AKeptVersionStandsUnderItsOwnName()
    {
        _some.Keep("1.0.1", SomeContracts.Yaml("1.0.0", Plain));
        Assert.Contains("past/things/1.0.1.odcs.yaml: version is '1.0.0'; accepted: the file's own name", Assert.Throws<ContractException>(() => _some.Load(SomeContracts.Yaml("2.0.0", Plain))).Message, StringComparison.Ordinal);

        Directory.Move(Path.Combine(_some.Folder, "past", "things"), Path.Combine(_some.Folder, "past", "stuff"));
        Assert.Contains("past/stuff keeps versions of no known dataset; known: things", Assert.Throws<ContractException>(() => _some.Load(SomeContracts.Yaml("2.0.0", Plain))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.0", true)]
    [InlineData("10.20.30", true)]
    [InlineData("1.0", false)]
    [InlineData("1.0.0.0", false)]
    [InlineData("01.0.0", false)]
    [InlineData("1.0.-1", false)]
    [InlineData("1.0.x", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void AVersionHasThreeNumbersAndOneSpelling(string? text, bool valid)
    {
        Assert.Equal(valid, ContractVersion.TryParse(text, out var version));
        if (valid) Assert.Equal(text, version.ToString());
    }

    [Fact]
    public void VersionsAreOrderedAsNumbers()
    {
        ContractVersion[] ascending = [new(0, 9, 9), new(1, 0, 0), new(1, 0, 10), new(1, 2, 0), new(1, 10, 0), new(2, 0, 0)];

        Assert.Equal(ascending, ascending.Reverse().Order());
        Assert.True(ascending[3] < ascending[4] && ascending[4] > ascending[3] && ascending[3] <= ascending[4] && ascending[4] >= ascending[3]);
    }

    public void Dispose() => _some.Dispose();
}
