using System.Globalization;

namespace Screening.Data.Contracts;

/// <summary>What a column holds.</summary>
public enum ColumnKind
{
    /// <summary>Text (VARCHAR).</summary>
    Text,

    /// <summary>A whole number of 64 bits (BIGINT).</summary>
    Whole,

    /// <summary>An exact number with a fixed scale (DECIMAL).</summary>
    Exact,

    /// <summary>A finite binary number of 64 bits (DOUBLE).</summary>
    Real,

    /// <summary>True or false (BOOLEAN).</summary>
    Boolean,

    /// <summary>A day (DATE).</summary>
    Date,

    /// <summary>A moment in UTC, to the microsecond (TIMESTAMP).</summary>
    Timestamp,
}

/// <summary>A column's type.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Precision">All digits of a decimal, 1 to 38; 0 for other kinds.</param>
/// <param name="Scale">Digits after the point of a decimal; 0 for other kinds.</param>
public readonly record struct ColumnType(ColumnKind Kind, int Precision = 0, int Scale = 0)
{
    private const int MostDigits = 18;

    /// <summary>The type in SQL, such as <c>DECIMAL(18,2)</c>.</summary>
    public string Sql => Kind switch
    {
        ColumnKind.Text => "VARCHAR",
        ColumnKind.Whole => "BIGINT",
        ColumnKind.Exact => FormattableString.Invariant($"DECIMAL({Precision},{Scale})"),
        ColumnKind.Real => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Date => "DATE",
        ColumnKind.Timestamp => "TIMESTAMP",
        _ => throw new InvalidOperationException($"no SQL type for {Kind}"),
    };

    /// <summary>True for integers, decimals and doubles.</summary>
    public bool IsNumber => Kind is ColumnKind.Whole or ColumnKind.Exact or ColumnKind.Real;

    /// <summary>True for days and moments.</summary>
    public bool IsTime => Kind is ColumnKind.Date or ColumnKind.Timestamp;

    /// <summary>Reads a contract's physical type; false when it is none that the lake stores.</summary>
    public static bool TryParse(string text, out ColumnType type)
    {
        ArgumentNullException.ThrowIfNull(text);
        type = default;
        ColumnKind? plain = text switch
        {
            "VARCHAR" => ColumnKind.Text,
            "BIGINT" => ColumnKind.Whole,
            "DOUBLE" => ColumnKind.Real,
            "BOOLEAN" => ColumnKind.Boolean,
            "DATE" => ColumnKind.Date,
            "TIMESTAMP" => ColumnKind.Timestamp,
            _ => null,
        };
        if (plain is { } kind)
        {
            type = new ColumnType(kind);
            return true;
        }

        if (!text.StartsWith("DECIMAL(", StringComparison.Ordinal) || !text.EndsWith(')')) return false;
        var parts = text["DECIMAL(".Length..^1].Split(',');
        if (parts.Length != 2 || !Digits(parts[0], out var precision) || !Digits(parts[1], out var scale)) return false;
        if (precision is < 1 or > MostDigits || scale > precision) return false;
        type = new ColumnType(ColumnKind.Exact, precision, scale);
        return true;
    }

    private static bool Digits(string text, out int value) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
