using Screening.Data.DuckDb;

namespace Screening.Data.Contracts;

/// <summary>How rows kept under an older version of a contract become rows of a newer one.</summary>
/// <param name="Read">The contract with whose columns the rows are read.</param>
/// <param name="Steps">What is done to them after that, in order; none when they are read as they are.</param>
internal sealed record ContractLineage(DataContract Read, IReadOnlyList<LineageStep> Steps)
{
    /// <summary>The way from a version to a contract; null when there is none.</summary>
    /// <param name="version">An older version, or the contract's own.</param>
    /// <param name="to">The contract.</param>
    public static ContractLineage? Find(ContractVersion version, DataContract to)
    {
        if (version > to.Number) return null;
        if (version == to.Number) return new ContractLineage(to, []);
        foreach (var migration in to.Migrations.OrderByDescending(m => Number(m.From)))
        {
            if (to.Past.FirstOrDefault(p => p.Version == migration.From) is { } from && Find(version, from) is { } before) return before with { Steps = [.. before.Steps, new LineageStep(from, to, migration)] };
        }
        // Without a migration a version of the same major number lacks columns at most, and a column that a file lacks is read as NULL.
        if (version.Major == to.Number.Major) return new ContractLineage(to, []);
        foreach (var from in to.Past.Where(p => p.Number.Major == to.Number.Major).Reverse())
        {
            if (Find(version, from) is { } before) return before with { Steps = [.. before.Steps, new LineageStep(from, to, new ContractMigration(from.Version, new Dictionary<string, MigratedColumn>()))] };
        }
        return null;
    }

    /// <summary>Holds a contract's migrations and its kept versions against it.</summary>
    /// <exception cref="ContractException">A migration leads from nowhere, leaves a value out or is no SQL, or a version of the same major number does more than add columns.</exception>
    public static void Check(DataContract contract)
    {
        foreach (var migration in contract.Migrations) Check(contract, migration);
        foreach (var past in contract.Past.Where(p => p.Number.Major == contract.Number.Major && contract.Migrations.All(m => m.From != p.Version))) CheckAdditive(contract, past);
    }

    private static void Check(DataContract contract, ContractMigration migration)
    {
        var place = $"{contract.Dataset} {contract.Version}: the migration from {migration.From}";
        var from = contract.Past.FirstOrDefault(p => p.Version == migration.From)
            ?? throw new ContractException($"{place} has no contract to start from; keep it as past/{contract.Dataset}/{migration.From}.odcs.yaml");
        var step = new LineageStep(from, contract, migration);
        foreach (var column in contract.Columns)
        {
            var old = step.OldColumn(column);
            if (migration.Columns.TryGetValue(column.Name, out var value) && value.From is { } named && old is null)
                throw new ContractException($"{place} takes {column.Name} from '{named}'; accepted: {string.Join(", ", from.ColumnNames)}");
            if (column.Required && old is null && value is null)
                throw new ContractException($"{place} has no value for {column.Name}, which is required; give it from, constant or expression");
            // A deleted row has no values but these.
            if (column.KeyPosition is not null && old is { KeyPosition: null })
                throw new ContractException($"{place} takes {column.Name}, which is of the key, from {old.Name}, which is not; accepted: {string.Join(", ", from.Key.Select(k => k.Name))}");
        }
        CheckSql(step, place);
    }

    private static void CheckSql(LineageStep step, string place)
    {
        if (step.Migration.Columns.Count == 0) return;
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        foreach (var column in step.To.Columns.Where(c => step.Migration.Columns.ContainsKey(c.Name)))
        {
            try
            {
                // One row that DuckDB cannot know to be unneeded, so that a constant is cast as well.
                using var result = connection.Query($"SELECT {step.Value(column)} FROM (SELECT {PhysicalColumns.Nulls(step.From)})");
                _ = result.Rows().Count();
            }
            catch (DuckDbException e)
            {
                throw new ContractException($"{place} gives {column.Name} a value that DuckDB does not accept as {column.Type.Sql}: {e.Message.Split('\n')[0]}", e);
            }
        }
    }

    private static void CheckAdditive(DataContract contract, DataContract past)
    {
        var place = $"{contract.Dataset} {contract.Version}";
        if (past.Columns.FirstOrDefault(c => contract.Find(c.Name)?.Type != c.Type) is { } changed)
            throw new ContractException($"{place} drops or changes the column {changed.Name} of {past.Version} without a migration; accepted: the column as it was, a migration from {past.Version}, or a new major version");
        if (!past.Key.Select(c => c.Name).SequenceEqual(contract.Key.Select(c => c.Name)))
            throw new ContractException($"{place} has another key than {past.Version} without a migration; accepted: {string.Join(", ", past.Key.Select(c => c.Name))}");
        foreach (var added in contract.Columns.Where(c => past.Find(c.Name) is null))
        {
            if (added.Required) throw new ContractException($"{place} adds the required column {added.Name} to {past.Version} without a migration; accepted: a column that is not required, a migration from {past.Version}, or a new major version");
            if (added.Since is null) throw new ContractException($"{place} adds the column {added.Name} to {past.Version} and does not say since when; accepted: the custom property since");
        }
    }

    private static ContractVersion Number(string version) => ContractVersion.TryParse(version, out var number) ? number : throw new ContractException($"version '{version}'; accepted: three numbers such as 1.0.0");
}
