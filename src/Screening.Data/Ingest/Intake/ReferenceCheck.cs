using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Ingest;

/// <summary>
/// Counts accepted rows that name a row of another dataset which is not in the lake. Such a row is taken: what it names may come tomorrow. Names are told
/// apart by 64-bit hashes. For one thread.
/// </summary>
internal sealed class ReferenceCheck
{
    private readonly List<Reference> _references = [];
    private readonly DataContract _contract;
    private readonly HashSet64 _learnt = new();
    private readonly int _ownColumn = -1;

    /// <param name="connection">Reads the lake.</param>
    /// <param name="contract">Whose references are checked; null rows when it has none.</param>
    /// <param name="snapshot">The lake before the delivery.</param>
    /// <param name="contracts">The contracts of what is named.</param>
    /// <param name="cancellation">Ends it.</param>
    public ReferenceCheck(DuckDbConnection connection, DataContract contract, LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation)
    {
        _contract = contract;
        var known = new Dictionary<ColumnAddress, HashSet64>();
        for (var i = 0; i < contract.Columns.Count; i++)
        {
            if (contract.Columns[i].References is not { } target || contract.Columns[i].Type.Kind != ColumnKind.Text) continue;
            if (!known.TryGetValue(target, out var names)) known.Add(target, names = Read(connection, snapshot.Relation(contracts[target.Table]), target.Column, cancellation));
            _references.Add(new Reference(contract.Columns[i].Name, i, target, names, target.Table == contract.Dataset));
            if (target.Table != contract.Dataset) continue;
            _ownColumn = contract.ColumnNames.ToList().IndexOf(target.Column);
        }
    }

    /// <summary>Checks a slice's accepted rows.</summary>
    public void Add(Slice slice)
    {
        if (_references.Count == 0) return;
        if (_ownColumn >= 0) Learn(slice);
        foreach (var reference in _references)
        {
            var column = slice.Columns[reference.Place];
            for (var i = 0; i < slice.Count; i++)
            {
                if (slice.States[i] != RowState.Accepted || column.Missing[i]) continue;
                var hash = Hash64.Of(slice.Text(column.Values[i]));
                if (reference.Known.Contains(hash)) continue;
                if (reference.IsOwn) reference.AddOwn(hash, 1);
                else reference.Add(hash, 1);
            }
        }
    }

    /// <summary>Checks rows of a relation that has the contract's columns.</summary>
    public void Add(DuckDbConnection connection, string relation, CancellationToken cancellation)
    {
        if (_ownColumn >= 0) Read(connection, relation, _contract.Columns[_ownColumn].Name, cancellation).CopyTo(_learnt);
        foreach (var reference in _references)
        {
            var name = Sql.Identifier(reference.Column);
            using var result = connection.Query($"SELECT {name}, count(*) FROM {relation} WHERE {name} IS NOT NULL GROUP BY 1", cancellation);
            while (result.NextChunk() is { } chunk)
            {
                for (var i = 0; i < chunk.RowCount; i++)
                {
                    var hash = Hash64.Of(chunk[0].Utf8(i));
                    if (reference.Known.Contains(hash)) continue;
                    if (reference.IsOwn) reference.AddOwn(hash, chunk[1].Int64(i)!.Value);
                    else reference.Add(hash, chunk[1].Int64(i)!.Value);
                }
            }
        }
    }

    /// <summary>Takes back rows that were added and are not accepted after all, because another row says the same; the names stay, for that row has them too.</summary>
    public void Remove(DuckDbConnection connection, string relation, CancellationToken cancellation)
    {
        foreach (var reference in _references)
        {
            var name = Sql.Identifier(reference.Column);
            using var result = connection.Query($"SELECT {name}, count(*) FROM {relation} WHERE {name} IS NOT NULL GROUP BY 1", cancellation);
            while (result.NextChunk() is { } chunk)
            {
                for (var i = 0; i < chunk.RowCount; i++)
                {
                    var hash = Hash64.Of(chunk[0].Utf8(i));
                    if (reference.Known.Contains(hash)) continue;
                    if (reference.IsOwn) reference.AddOwn(hash, -chunk[1].Int64(i)!.Value);
                    else reference.Add(hash, -chunk[1].Int64(i)!.Value);
                }
            }
        }
    }

    /// <summary>What is named and not there, in the order of the columns.</summary>
    public IReadOnlyList<UnresolvedReference> Unresolved() =>
        [.. _references.Select(r => r.Count(_learnt)).OfType<UnresolvedReference>()];

    private static HashSet64 Read(DuckDbConnection connection, string relation, string column, CancellationToken cancellation)
    {
        var names = new HashSet64();
        var name = Sql.Identifier(column);
        using var result = connection.Query($"SELECT {name} FROM {relation} WHERE {name} IS NOT NULL", cancellation);
        while (result.NextChunk() is { } chunk)
        {
            for (var i = 0; i < chunk.RowCount; i++) names.Add(Hash64.Of(chunk[0].Utf8(i)));
        }
        return names;
    }

    private void Learn(Slice slice)
    {
        var column = slice.Columns[_ownColumn];
        for (var i = 0; i < slice.Count; i++)
        {
            if (slice.States[i] == RowState.Accepted && !column.Missing[i]) _learnt.Add(Hash64.Of(slice.Text(column.Values[i])));
        }
    }

    /// <summary>A column that names, and what it names in vain.</summary>
    private sealed class Reference(string column, int place, ColumnAddress target, HashSet64 known, bool isOwn)
    {
        private readonly HashSet64 _names = new();
        private readonly Dictionary<ulong, long> _ownRows = [];
        private long _rows;

        public string Column { get; } = column;

        public int Place { get; } = place;

        public HashSet64 Known { get; } = known;

        /// <summary>True when it names rows of its own dataset: then the delivery itself may bring them, further down.</summary>
        public bool IsOwn { get; } = isOwn;

        public void Add(ulong hash, long rows)
        {
            _names.Add(hash);
            _rows += rows;
        }

        public void AddOwn(ulong hash, long rows) => _ownRows[hash] = _ownRows.GetValueOrDefault(hash) + rows;

        public UnresolvedReference? Count(HashSet64 learnt)
        {
            foreach (var (hash, rows) in _ownRows)
            {
                if (!learnt.Contains(hash)) Add(hash, rows);
            }
            _ownRows.Clear();
            return _rows == 0 ? null : new UnresolvedReference(Column, target.ToString(), _rows, _names.Count);
        }
    }
}
