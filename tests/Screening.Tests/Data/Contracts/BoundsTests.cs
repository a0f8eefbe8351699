using Screening.Data.Contracts;
using Screening.Features;
using Xunit;

namespace Screening.Tests.Data.Contracts;

/// <summary>Bounds of a delivery: rows, missing values, references that lead nowhere, age.</summary>
public sealed class BoundsTests : IDisposable
{
    private static readonly DateTime Now = new(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc);
    private readonly SomeContracts _some = new();

    [Theory]
    [InlineData("{minimum: 2, maximum: 4}", "2 to 4", "2 3 4")]
    [InlineData("{minimum: 2}", "at least 2", "2 3 4 5")]
    [InlineData("{maximum: 4}", "at most 4", "0 1 2 3 4")]
    public void ADeliveryHasSoManyRows(string yaml, string words, string accepted)
    {
        var bounds = Load($"  - {{property: deliveryRows, value: {yaml}}}\n").DeliveryRows!.Value;

        Assert.Equal(words, bounds.ToString());
        Assert.Equal(accepted, string.Join(' ', Enumerable.Range(0, 6).Where(rows => bounds.Accept(rows))));
    }

    [Theory]
    [InlineData("{}", "customProperties[2].value is empty; accepted: minimum, maximum or both")]
    [InlineData("{minimum: 5, maximum: 4}", "customProperties[2].value.minimum is 5, more than the maximum of 4")]
    [InlineData("{least: 5}", "customProperties[2].value.least unknown key; accepted: minimum, maximum")]
    [InlineData("{minimum: -1}", "customProperties[2].value.minimum is '-1'; accepted: a whole number from 0 to 2147483647")]
    [InlineData("5", "customProperties[2].value expected keys and values, found one value")]
    public void RowsThatCannotBeAreRefused(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<ContractException>(() => Load($"  - {{property: deliveryRows, value: {yaml}}}\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void SharesOfAColumnAreReadAndPrinted()
    {
        var yaml = Column("- {property: maximumMissingShare, value: 0.25}", "- {property: maximumUnresolvedShare, value: 0.125}");
        var contract = _some.Load(yaml);

        Assert.Equal(0.25, contract.Find("parent_id")!.MaximumMissingShare);
        Assert.Equal(0.125, contract.Find("parent_id")!.MaximumUnresolvedShare);
        Assert.Null(contract.Find("thing_id")!.MaximumMissingShare);
        var page = DataDictionary.Render(ContractStore.Load(_some.Folder), Engine.DefaultCatalogue);
        Assert.Contains("names things.thing_id; at most 12.5% of a delivery's rows may name one that is not there; at most 25% of a delivery's rows may lack it", page, StringComparison.Ordinal);
        Assert.Contains("; 1 to 9 rows a delivery.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- {property: maximumMissingShare, value: 1.01}", "value is '1.01'; accepted: a share from 0 to 1")]
    [InlineData("- {property: maximumUnresolvedShare, value: none}", "value is 'none'; accepted: a share from 0 to 1")]
    public void AShareIsFromZeroToOne(string property, string expected) =>
        Assert.Contains(expected, Assert.Throws<ContractException>(() => _some.Load(Column(property))).Message, StringComparison.Ordinal);

    [Fact]
    public void AShareWithoutWhatItIsAShareOfIsRefused()
    {
        var unresolved = Column("- {property: maximumUnresolvedShare, value: 0.5}").Replace("        relationships:\n          - {type: foreignKey, to: things.thing_id}\n", "", StringComparison.Ordinal);
        Assert.Contains("is 'maximumUnresolvedShare' on a column without a relationship", Assert.Throws<ContractException>(() => _some.Load(unresolved)).Message, StringComparison.Ordinal);
        var missing = Column("- {property: maximumMissingShare, value: 0.5}").Replace("name: parent_id\n", "name: parent_id\n        required: true\n", StringComparison.Ordinal);
        Assert.Contains("is 'maximumMissingShare' on a required column", Assert.Throws<ContractException>(() => _some.Load(missing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADeliveryIsOverdueAfterItsTimeAndNotOnIt()
    {
        var weekly = Load("slaProperties:\n  - {property: frequency, value: P7D}\n");

        Assert.False(weekly.IsStale(Now.AddDays(-7), Now));
        Assert.True(weekly.IsStale(Now.AddDays(-7).AddTicks(-1), Now));
        Assert.True(weekly.IsStale(null, Now));
        Assert.False(weekly.IsStale(Now.AddDays(1), Now));
        Assert.Contains("a local time; accepted: UTC", Assert.Throws<ArgumentException>(() => weekly.IsStale(Now, DateTime.SpecifyKind(Now, DateTimeKind.Local))).Message, StringComparison.Ordinal);
        Assert.Contains("a local time; accepted: UTC", Assert.Throws<ArgumentException>(() => weekly.IsStale(DateTime.SpecifyKind(Now, DateTimeKind.Local), Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADatasetThatIsNotExpectedIsNeverOverdue()
    {
        var contract = Load("");

        Assert.False(contract.IsStale(null, Now));
        Assert.False(contract.IsStale(Now.AddYears(-50), Now));
    }

    public void Dispose() => _some.Dispose();

    private DataContract Load(string custom) => _some.Load(SomeContracts.Yaml("1.0.0", ["thing_id VARCHAR key"], custom: custom));

    private static string Column(params string[] properties) => SomeContracts.Yaml("1.0.0", ["thing_id VARCHAR key", "parent_id VARCHAR"], custom: "  - {property: deliveryRows, value: {minimum: 1, maximum: 9}}\n")
        .Replace(
            "name: parent_id\n        logicalType: string\n        physicalType: VARCHAR\n",
            "name: parent_id\n        logicalType: string\n        physicalType: VARCHAR\n        relationships:\n          - {type: foreignKey, to: things.thing_id}\n        customProperties:\n"
            + string.Concat(properties.Select(p => $"          {p}\n")),
            StringComparison.Ordinal);
}
