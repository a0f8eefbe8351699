using Screening.Data.Contracts;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Contracts;

public sealed class ContractStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-contracts-").FullName;

    [Fact]
    public void TheRepositorysContractsAreValid()
    {
        var contracts = SomeDelivery.Contracts;

        Assert.Contains("orders", contracts.Datasets);
        Assert.Equal(22, contracts.Datasets.Count);
        Assert.All(contracts.Contracts, c => Assert.Equal("known_at", c.SortColumns[0]));
    }

    [Fact]
    public void AContractIsReadWhole()
    {
        var orders = SomeDelivery.Contracts["orders"];

        Assert.Equal("1.1.0", orders.Version);
        Assert.Equal(200, orders.Rank);
        Assert.Equal("ordered_at", orders.EventTime);
        Assert.Equal(0.05, orders.MaximumQuarantineShare);
        Assert.Equal(TimeSpan.FromDays(2), orders.Frequency);
        Assert.Equal(["order_id", "version", "line_no"], orders.Key.Select(c => c.Name));
        Assert.Equal(["known_at", "ordered_at", "order_id", "version", "line_no"], orders.SortColumns);
        Assert.Equal(
            new ContractColumn { Name = "quantity", Type = new ColumnType(ColumnKind.Exact, 18, 3), Description = "Units ordered; thousandths for materials.", Required = true, ExclusiveMinimum = "0", Maximum = "1000000000", Unit = "product unit", Allowed = [] } with { Allowed = orders.Find("quantity")!.Allowed },
            orders.Find("quantity"));
        Assert.Equal("quoted", orders.Find("status")!.Allowed[0]);
        Assert.Equal(new ColumnAddress("countries", "code"), orders.Find("destination_country")!.ReferenceTable);
        Assert.Equal(new ColumnAddress("parties", "party_id"), orders.Find("end_user_id")!.References);
        Assert.Equal(1, orders.Find("ordered_at")!.MaximumDaysAfterDelivery);
        Assert.Equal("1.1.0", orders.Find("eccn")!.Since);
        Assert.Null(orders.Find("quantity")!.Since);
        Assert.Equal(["1.0.0"], orders.Past.Select(p => p.Version));
    }

    [Fact]
    public void RanksOrderFactsBeforeWhatRefersToThem()
    {
        string[] ranked = [.. SomeDelivery.Contracts.Contracts.Select(c => c.Dataset)];

        Assert.Equal(
            ["products", "places", "restricted_parties", "parties", "party_events", "balance_sheets", "capacity", "orders", "shipments", "dispositions"],
            ranked.Intersect(["orders", "shipments", "dispositions", "products", "places", "restricted_parties", "parties", "party_events", "balance_sheets", "capacity"]));
        // Within one moment a row's reference is told before it, but for what may name a later order.
        string[] mayNameAnOrder = ["certificates", "audits_and_bonds", "tips"];
        foreach (DataContract contract in SomeDelivery.Contracts.Contracts)
        {
            foreach (ColumnAddress reference in contract.Columns.Select(c => c.References).OfType<ColumnAddress>().Where(r => r.Table != "orders" || !mayNameAnOrder.Contains(contract.Dataset)))
                Assert.True(SomeDelivery.Contracts[reference.Table].Rank <= contract.Rank, $"{contract.Dataset} names {reference} before it is told");
        }
    }

    [Fact]
    public void EveryVersionThatIsKeptCanStillBeRead()
    {
        var kept = SomeDelivery.Contracts.Contracts.SelectMany(c => c.Past.Select(p => (Current: c, Past: p))).ToList();

        Assert.True(kept.Count >= 11, $"{kept.Count} versions seen");
        Assert.All(kept, k => Assert.NotNull(ContractLineage.Find(k.Past.Number, k.Current)));
        // New columns come last.
        Assert.All(kept, k => Assert.Equal(k.Past.ColumnNames, k.Current.ColumnNames.Take(k.Past.Columns.Count)));
    }

    [Fact]
    public void EveryCurrencyHasACodeOfThreeLettersAndItsMinorUnits()
    {
        var currencies = SomeDelivery.Contracts.Reference("currencies");

        Assert.True(currencies.Rows.Count > 150);
        Assert.Equal(currencies.Rows.Count, currencies.Values("code").Count);
        Assert.All(currencies.Rows, row => Assert.Matches("^[A-Z]{3}$", row[0]));
        Assert.All(currencies.Rows, row => Assert.Matches("^[0-4]$", row[2]));
        Assert.Equal("0", currencies.Rows.Single(r => r[0] == "JPY")[2]);
        Assert.Equal("3", currencies.Rows.Single(r => r[0] == "KWD")[2]);
    }

    [Fact]
    public void AnUnknownDatasetNamesTheKnownOnes()
    {
        var e = Assert.Throws<ContractException>(() => SomeDelivery.Contracts["order"]);

        Assert.StartsWith("there is no dataset 'order'; known: audits_and_bonds, balance_sheets, bill_of_materials, capacity", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("physicalType: BIGINT", "physicalType: INT8", "things.odcs.yaml, line 24: schema[0].properties[1].physicalType is 'INT8'; accepted: VARCHAR, BIGINT, DECIMAL(p,s), DOUBLE, BOOLEAN, DATE, TIMESTAMP")]
    [InlineData("minimum: 1", "minimum: one", "schema[0].properties[1].logicalTypeOptions.minimum is 'one'; accepted: a whole number")]
    [InlineData("minimum: 1", "minimun: 1", "schema[0].properties[1].logicalTypeOptions.minimun unknown key; accepted: minimum, maximum, exclusiveMinimum, exclusiveMaximum")]
    [InlineData("value: 0.05", "value: 5", "customProperties[1].value is '5'; accepted: a share from 0 to 1")]
    [InlineData("value: count", "value: day", "customProperties[2].value is 'day'; accepted: one of the DATE or TIMESTAMP columns known_at")]
    [InlineData("logicalType: integer", "logicalType: number", "schema[0].properties[1].logicalType is 'number'; accepted: integer")]
    [InlineData("primaryKeyPosition: 1", "primaryKeyPosition: 2", "schema[0].properties has key positions 2; accepted: 1, 2, ... without a gap")]
    [InlineData("name: known_at", "name: learnt_at", "schema[0].properties has no required TIMESTAMP column known_at")]
    [InlineData("name: count", "name: thing_id", "schema[0].properties has two columns 'thing_id'")]
    [InlineData("pattern: '^[a-z]+$'", "pattern: '^[a-z'", "pattern is '^[a-z'; accepted: a regular expression")]
    [InlineData("pattern: '^[a-z]+$'", "pattern: '(?=a)b'", "pattern is '(?=a)b'; accepted: a regular expression without look-around")]
    [InlineData("kind: DataContract", "kind: [a", "not valid YAML")]
    [InlineData("version: 1.0.0", "", "version is missing")]
    [InlineData("value: countries.code", "value: lands.code", "column thing_id has referenceTable 'lands.code'; accepted tables: countries")]
    [InlineData("value: countries.code", "value: countries.iso", "column thing_id has referenceTable 'countries.iso'; accepted columns: code, name, aliases")]
    [InlineData("to: things.thing_id", "to: stuff.thing_id", "column thing_id has a relationship to 'stuff.thing_id'; accepted datasets: things")]
    public void AnInvalidContractNamesFileKeyValueAndRange(string valid, string invalid, string expected)
    {
        var text = Valid.Replace("value: known_at", valid == "value: count" ? "value: count" : "value: known_at", StringComparison.Ordinal);
        Write(text.Replace(valid, invalid, StringComparison.Ordinal));

        var e = Assert.Throws<ContractException>(() => ContractStore.Load(_folder));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("things.odcs.yaml", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTemplateOfTheseTestsIsValid()
    {
        Write(Valid);

        Assert.Equal(["things"], ContractStore.Load(_folder).Datasets);
    }

    [Fact]
    public void AMissingDirectoryIsAnError() =>
        Assert.Contains("does not exist", Assert.Throws<ContractException>(() => ContractStore.Load(Path.Combine(_folder, "none"))).Message, StringComparison.Ordinal);

    [Fact]
    public void AnAliasLeadsToItsRow()
    {
        var lookup = SomeDelivery.Contracts.Reference("countries").Lookup("name");

        Assert.Equal("CI", lookup["cote d'ivoire"]);
        Assert.Equal("CI", lookup["côte d’ivoire"]);
        Assert.Equal("US", lookup["usa"]);
    }

    [Fact]
    public void OneSpellingForTwoRowsIsAnError()
    {
        Write(Valid);
        File.WriteAllText(Path.Combine(_folder, "reference", "countries.csv"), "code,name,aliases\nCG,Congo,\nCD,Zaire,\"Congo;DRC\"\n");

        var e = Assert.Throws<ContractException>(() => ContractStore.Load(_folder).Reference("countries").Lookup("name"));

        Assert.Contains("'congo' leads to both CG and CD", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string contract)
    {
        File.WriteAllText(Path.Combine(_folder, "things.odcs.yaml"), contract);
        Directory.CreateDirectory(Path.Combine(_folder, "reference"));
        File.WriteAllText(Path.Combine(_folder, "reference", "countries.csv"), "code,name,aliases\nDE,Germany,\"Deutschland;Allemagne\"\n");
    }

    private const string Valid = """
        apiVersion: v3.1.0
        kind: DataContract
        id: things
        name: things
        version: 1.0.0
        schema:
          - name: things
            properties:
              - name: thing_id
                logicalType: string
                physicalType: VARCHAR
                required: true
                primaryKey: true
                primaryKeyPosition: 1
                logicalTypeOptions:
                  pattern: '^[a-z]+$'
                relationships:
                  - type: foreignKey
                    to: things.thing_id
                customProperties:
                  - {property: referenceTable, value: countries.code}
              - name: count
                logicalType: integer
                physicalType: BIGINT
                logicalTypeOptions:
                  minimum: 1
              - name: known_at
                logicalType: timestamp
                physicalType: TIMESTAMP
                required: true
        customProperties:
          - {property: datasetRank, value: 1}
          - {property: maximumQuarantineShare, value: 0.05}
          - {property: eventTime, value: known_at}
        """;
}
