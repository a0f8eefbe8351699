namespace Screening.Data.Contracts;

/// <summary>One migration between two versions of a contract, as SQL.</summary>
internal sealed record LineageStep(DataContract From, DataContract To, ContractMigration Migration)
{
    /// <summary>The old column whose value a new one takes; null when it takes a constant, an expression or nothing.</summary>
    public ContractColumn? OldColumn(ContractColumn column) => Migration.Columns.TryGetValue(column.Name, out var value)
        ? value.From is { } from ? From.Find(from) : null
        : From.Find(column.Name);

    /// <summary>The value of a new column over the old ones and <c>_deleted</c>.</summary>
    public string Value(ContractColumn column)
    {
        if (OldColumn(column) is { } old) return old.Type == column.Type ? Sql.Identifier(old.Name) : Cast(Sql.Identifier(old.Name), column);
        if (!Migration.Columns.TryGetValue(column.Name, out var value)) return $"NULL::{column.Type.Sql}";
        var sql = Cast(value.Constant is { } constant ? Sql.Literal(constant) : $"({value.Expression})", column);
        // A row that says "deleted" has no values but its key and known_at, and gets none.
        return column.KeyPosition is null ? $"CASE WHEN {Sql.Identifier(PhysicalColumns.Deleted)} IS DISTINCT FROM true THEN {sql} END" : sql;
    }

    /// <summary>A relation of the new version's columns and the physical ones over one of the old version's.</summary>
    public string Over(string relation) =>
        $"(SELECT {string.Join(", ", To.Columns.Select(c => $"{Value(c)} AS {Sql.Identifier(c.Name)}"))}, {PhysicalColumns.Names} FROM {relation})";

    private static string Cast(string value, ContractColumn column) => $"CAST({value} AS {column.Type.Sql})";
}
