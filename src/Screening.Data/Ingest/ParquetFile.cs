using System.Globalization;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>A Parquet file. Its values become text in DuckDB's own spelling and are then checked like any other.</summary>
internal sealed class ParquetFile : ISourceFile
{
    private const string RowNumber = "__file_row_number";
    private const string Wanted = "__wanted";
    private readonly string _path;

    private ParquetFile(string name, string path, string sha256, IReadOnlyList<string> columns, long records)
    {
        Name = name;
        Sha256 = sha256;
        Columns = columns;
        Records = records;
        _path = path;
    }

    public string Name { get; }

    public string Sha256 { get; }

    public IReadOnlyList<string> Columns { get; }

    public long Records { get; }

    public IReadOnlyList<MalformedLine> Malformed => [];

    public IReadOnlyList<string> Notes => Records == 0 ? ["the file has no rows"] : [];

    public string Relation => $"(SELECT {Texts} FROM {Reader})";

    private string Texts => string.Join(", ", Columns.Select(c => $"nullif(CAST({Sql.Identifier(c)} AS VARCHAR), '') AS {Sql.Identifier(c)}"));

    private string Reader => $"read_parquet({Sql.Literal(_path)}, hive_partitioning=false)";

    /// <summary>Reads a file's footer.</summary>
    /// <exception cref="IngestException">The file is not readable Parquet.</exception>
    public static ParquetFile Open(DuckDbConnection connection, string path, string name, CancellationToken cancellation)
    {
        var length = new FileInfo(path).Length;
        if (length == 0) throw new IngestException("the file is empty (0 bytes); expected Parquet");
        try
        {
            var columns = new List<string>();
            using (var described = connection.Query($"SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet({Sql.Literal(path)}, hive_partitioning=false))", cancellation))
            {
                foreach (var row in described.Rows()) columns.Add((string)row[0]!);
            }
            var records = connection.Scalar<long>($"SELECT count(*) FROM read_parquet({Sql.Literal(path)}, hive_partitioning=false)", cancellation);
            return new ParquetFile(name, path, FileHash.Of(path), columns, records);
        }
        catch (DuckDbException e)
        {
            throw new IngestException($"the file is not readable Parquet: {e.Message.Split('\n')[0]}", e);
        }
    }

    public long LineOf(long record) => record + 1;

    public string Again(DuckDbConnection connection, IReadOnlyList<long> records, Action<int, string> raw, CancellationToken cancellation)
    {
        connection.Execute($"CREATE OR REPLACE TABLE {Wanted} (record BIGINT)", cancellation);
        using (var wanted = connection.Appender(Wanted))
        {
            foreach (var record in records)
            {
                wanted.Long(record);
                wanted.EndRow();
            }
            wanted.Close();
        }
        var chosen = $"(SELECT *, file_row_number AS {RowNumber} FROM read_parquet({Sql.Literal(_path)}, hive_partitioning=false, file_row_number=true) WHERE file_row_number IN (SELECT record FROM {Wanted}) ORDER BY file_row_number)";
        var fields = string.Join(", ", Columns.Select(c => $"{Sql.Identifier(c)} := {Sql.Identifier(c)}"));
        var place = 0;
        using (var rows = connection.Query($"SELECT CAST(to_json(struct_pack({fields})) AS VARCHAR) FROM {chosen}", cancellation))
        {
            foreach (var row in rows.Rows()) raw(place++, Convert.ToString(row[0], CultureInfo.InvariantCulture) ?? "");
        }
        return $"(SELECT {Texts} FROM {chosen})";
    }
}
