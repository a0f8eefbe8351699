namespace Screening.Data.Contracts;

/// <summary>Every contract of a directory (<c>*.odcs.yaml</c>) with its reference tables (<c>reference/*.csv</c>), checked against each other.</summary>
public sealed class ContractStore
{
    private const string Suffix = ".odcs.yaml";
    private readonly SortedDictionary<string, DataContract> _contracts;
    private readonly SortedDictionary<string, ReferenceTable> _references;

    private ContractStore(SortedDictionary<string, DataContract> contracts, SortedDictionary<string, ReferenceTable> references)
    {
        _contracts = contracts;
        _references = references;
    }

    /// <summary>The known datasets, in ordinal order.</summary>
    public IReadOnlyCollection<string> Datasets => _contracts.Keys;

    /// <summary>Every contract, in the order of their datasets' ranks.</summary>
    public IReadOnlyList<DataContract> Contracts => [.. _contracts.Values.OrderBy(c => c.Rank)];

    /// <summary>The contract of a dataset.</summary>
    /// <exception cref="ContractException">The dataset is not known.</exception>
    public DataContract this[string dataset] => _contracts.TryGetValue(dataset, out var contract)
        ? contract
        : throw new ContractException($"there is no dataset '{dataset}'; known: {string.Join(", ", _contracts.Keys)}");

    /// <summary>Reads every contract of a directory.</summary>
    /// <exception cref="ContractException">A file is invalid, two contracts contradict each other, or the directory is missing or holds none.</exception>
    public static ContractStore Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory)) throw new ContractException($"the directory of contracts '{directory}' does not exist");
        var references = LoadReferences(Path.Combine(directory, "reference"));
        var contracts = new SortedDictionary<string, DataContract>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(directory, "*" + Suffix).Order(StringComparer.Ordinal))
        {
            var contract = ContractReader.Read(path);
            var file = Path.GetFileName(path);
            if (file != contract.Dataset + Suffix) throw new ContractException($"{file}: name is '{contract.Dataset}'; accepted: the file's own name, {file[..^Suffix.Length]}");
            contracts.Add(contract.Dataset, contract);
        }
        if (contracts.Count == 0) throw new ContractException($"the directory '{directory}' holds no contract (*{Suffix})");

        var store = new ContractStore(contracts, references);
        store.Check();
        return store;
    }

    /// <summary>The contract of a dataset; false when the dataset is not known.</summary>
    public bool TryGet(string dataset, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DataContract? contract) => _contracts.TryGetValue(dataset, out contract);

    /// <summary>A reference table.</summary>
    /// <exception cref="ContractException">There is no such table.</exception>
    public ReferenceTable Reference(string table) => _references.TryGetValue(table, out var found)
        ? found
        : throw new ContractException($"there is no reference table '{table}'; known: {string.Join(", ", _references.Keys)}");

    private static SortedDictionary<string, ReferenceTable> LoadReferences(string directory)
    {
        var tables = new SortedDictionary<string, ReferenceTable>(StringComparer.Ordinal);
        if (!Directory.Exists(directory)) return tables;
        foreach (var path in Directory.GetFiles(directory, "*.csv"))
        {
            var table = ReferenceTable.Read(path);
            tables.Add(table.Name, table);
        }
        return tables;
    }

    private void Check()
    {
        foreach (var same in _contracts.Values.GroupBy(c => c.Rank).Where(g => g.Count() > 1))
            throw new ContractException(FormattableString.Invariant($"datasets {string.Join(" and ", same.Select(c => c.Dataset))} both have datasetRank {same.Key}; each needs its own"));
        foreach (var contract in _contracts.Values)
        {
            foreach (var column in contract.Columns) Check(contract, column);
        }
    }

    private void Check(DataContract contract, ContractColumn column)
    {
        var place = $"{contract.Dataset}{Suffix}: column {column.Name}";
        if (column.ReferenceTable is { } reference)
        {
            if (!_references.TryGetValue(reference.Table, out var table)) throw new ContractException($"{place} has referenceTable '{reference}'; accepted tables: {string.Join(", ", _references.Keys)}");
            if (!table.Columns.Contains(reference.Column)) throw new ContractException($"{place} has referenceTable '{reference}'; accepted columns: {string.Join(", ", table.Columns)}");
        }
        if (column.References is { } target)
        {
            if (!_contracts.TryGetValue(target.Table, out var other)) throw new ContractException($"{place} has a relationship to '{target}'; accepted datasets: {string.Join(", ", _contracts.Keys)}");
            if (other.Find(target.Column) is not { } found) throw new ContractException($"{place} has a relationship to '{target}'; accepted columns: {string.Join(", ", other.ColumnNames)}");
            if (found.Type != column.Type) throw new ContractException($"{place} is {column.Type.Sql} but names '{target}', which is {found.Type.Sql}");
        }
    }
}
