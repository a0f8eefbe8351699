namespace Screening.Data.Contracts;

/// <summary>
/// Every contract of a directory (<c>*.odcs.yaml</c>) with its older versions (<c>past/&lt;dataset&gt;/&lt;version&gt;.odcs.yaml</c>) and its reference tables
/// (<c>reference/*.csv</c>), checked against each other.
/// </summary>
public sealed class ContractStore
{
    private const string Suffix = ".odcs.yaml";
    private const string PastFolder = "past";
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
        LoadPast(Path.Combine(directory, PastFolder), contracts);

        var store = new ContractStore(contracts, references);
        store.Check();
        return store;
    }

    /// <summary>The contract of a dataset; false when the dataset is not known.</summary>
    public bool TryGet(string dataset, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DataContract? contract) => _contracts.TryGetValue(dataset, out contract);

    /// <summary>The contract of a dataset in one version, the current or one that is kept; false when there is none.</summary>
    public bool TryGet(string dataset, string version, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DataContract? contract)
    {
        contract = _contracts.TryGetValue(dataset, out var current) ? current.Past.Append(current).FirstOrDefault(c => c.Version == version) : null;
        return contract is not null;
    }

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

    private static void LoadPast(string directory, SortedDictionary<string, DataContract> contracts)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var folder in Directory.GetDirectories(directory).Order(StringComparer.Ordinal))
        {
            var dataset = Path.GetFileName(folder);
            if (!contracts.TryGetValue(dataset, out var current)) throw new ContractException($"{PastFolder}/{dataset} keeps versions of no known dataset; known: {string.Join(", ", contracts.Keys)}");
            var past = new List<DataContract>();
            // Each knows those before it, so that migrations form a chain.
            foreach (var contract in Directory.GetFiles(folder, "*" + Suffix).Select(path => ReadPast(path, current)).OrderBy(c => c.Number)) past.Add(contract with { Past = [.. past] });
            contracts[dataset] = current with { Past = past };
        }
    }

    private static DataContract ReadPast(string path, DataContract current)
    {
        var contract = ContractReader.Read(path);
        var place = $"{PastFolder}/{current.Dataset}/{Path.GetFileName(path)}";
        if (contract.Dataset != current.Dataset) throw new ContractException($"{place}: name is '{contract.Dataset}'; accepted: its folder's name, {current.Dataset}");
        if (Path.GetFileName(path) != contract.Version + Suffix) throw new ContractException($"{place}: version is '{contract.Version}'; accepted: the file's own name");
        return contract.Number < current.Number ? contract : throw new ContractException($"{place}: version is '{contract.Version}'; accepted: one before the current, {current.Version}");
    }

    private void Check()
    {
        foreach (var same in _contracts.Values.GroupBy(c => c.Rank).Where(g => g.Count() > 1))
            throw new ContractException(FormattableString.Invariant($"datasets {string.Join(" and ", same.Select(c => c.Dataset))} both have datasetRank {same.Key}; each needs its own"));
        foreach (var contract in _contracts.Values)
        {
            foreach (var column in contract.Columns) Check(contract, column);
            foreach (var version in contract.Past.Append(contract)) ContractLineage.Check(version);
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
