namespace Screening.Data.Contracts;

/// <summary>How rows kept under an older version are read under the one that carries this.</summary>
/// <param name="From">The older version; its contract is kept below <c>past</c>.</param>
/// <param name="Columns">New columns by name. One that is not named keeps the value of the old column of its name, or is NULL where there was none.</param>
public sealed record ContractMigration(string From, IReadOnlyDictionary<string, MigratedColumn> Columns);

/// <summary>Where a column's value comes from: exactly one of the three.</summary>
/// <param name="From">An old column.</param>
/// <param name="Constant">The text of one value for all rows.</param>
/// <param name="Expression">A scalar expression over the old columns, in DuckDB's SQL.</param>
public sealed record MigratedColumn(string? From, string? Constant, string? Expression);
