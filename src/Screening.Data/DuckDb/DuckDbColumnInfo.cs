namespace Screening.Data.DuckDb;

/// <summary>A column's name and type.</summary>
public sealed class DuckDbColumnInfo
{
    private Dictionary<string, uint>? _codes;

    private DuckDbColumnInfo(string name, DuckDbType type) => (Name, Type) = (name, type);

    /// <summary>The column's name as the query gave it; a list's elements carry the list's name and <c>[]</c>.</summary>
    public string Name { get; }

    /// <summary>The logical type.</summary>
    public DuckDbType Type { get; }

    /// <summary>A DECIMAL's number of digits, 1 to 38; 0 for other types.</summary>
    public int Width { get; private init; }

    /// <summary>A DECIMAL's digits behind the point, 0 to the width; 0 for other types.</summary>
    public int Scale { get; private init; }

    /// <summary>An ENUM's values in the order of their codes; empty for other types.</summary>
    public IReadOnlyList<string> EnumValues { get; private init; } = [];

    /// <summary>A LIST's element; null for other types.</summary>
    public DuckDbColumnInfo? Element { get; private init; }

    /// <summary>
    /// The type that <see cref="DuckDbVector.Values{T}"/> takes; null when the values are not plain (VARCHAR, BLOB, LIST and unsupported types).
    /// A DECIMAL is its value times 10 to the scale, an ENUM its code, a DATE days and a TIME or TIMESTAMP its own unit since 1970-01-01.
    /// </summary>
    public Type? PhysicalType { get; private init; }

    /// <summary>The type as SQL writes it.</summary>
    public string TypeName => Type switch
    {
        DuckDbType.Decimal => FormattableString.Invariant($"DECIMAL({Width},{Scale})"),
        DuckDbType.List => $"{Element!.TypeName}[]",
        DuckDbType.TimestampS => "TIMESTAMP_S",
        DuckDbType.TimestampMs => "TIMESTAMP_MS",
        DuckDbType.TimestampNs => "TIMESTAMP_NS",
        DuckDbType.TimestampTz => "TIMESTAMPTZ",
        _ => Type.ToString().ToUpperInvariant(),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {TypeName}";

    /// <summary>Reads a native logical type; the caller still owns it.</summary>
    internal static DuckDbColumnInfo Read(string name, nint native)
    {
        var type = (DuckDbType)DuckDbNative.TypeId(native);
        switch (type)
        {
            case DuckDbType.Decimal:
                return new DuckDbColumnInfo(name, type)
                {
                    Width = DuckDbNative.DecimalWidth(native),
                    Scale = DuckDbNative.DecimalScale(native),
                    PhysicalType = Physical((DuckDbType)DuckDbNative.DecimalInternalType(native)),
                };
            case DuckDbType.Enum:
                var values = new string[DuckDbNative.EnumSize(native)];
                for (var i = 0; i < values.Length; i++) values[i] = DuckDbNative.TakeText(DuckDbNative.EnumValue(native, (ulong)i));
                return new DuckDbColumnInfo(name, type) { EnumValues = values, PhysicalType = Physical((DuckDbType)DuckDbNative.EnumInternalType(native)) };
            case DuckDbType.List:
                var child = DuckDbNative.ListChildType(native);
                try
                {
                    return new DuckDbColumnInfo(name, type) { Element = Read(name + "[]", child) };
                }
                finally
                {
                    DuckDbNative.DestroyLogicalType(ref child);
                }
            default:
                return new DuckDbColumnInfo(name, type) { PhysicalType = Physical(type) };
        }
    }

    /// <summary>A native logical type like this one, to be destroyed by the caller.</summary>
    /// <exception cref="NotSupportedException">It is an ENUM or a LIST.</exception>
    internal nint CreateNative() => Type switch
    {
        DuckDbType.Decimal => DuckDbNative.CreateDecimalType((byte)Width, (byte)Scale),
        DuckDbType.Enum or DuckDbType.List => throw new NotSupportedException($"Column {this} cannot be fed."),
        _ => DuckDbNative.CreateLogicalType((int)Type),
    };

    internal bool TryGetCode(string value, out uint code)
    {
        if (_codes is null)
        {
            _codes = new Dictionary<string, uint>(EnumValues.Count);
            for (var i = 0; i < EnumValues.Count; i++) _codes.Add(EnumValues[i], (uint)i);
        }
        return _codes.TryGetValue(value, out code);
    }

    private static Type? Physical(DuckDbType type) => type switch
    {
        DuckDbType.Boolean => typeof(bool),
        DuckDbType.TinyInt => typeof(sbyte),
        DuckDbType.SmallInt => typeof(short),
        DuckDbType.Integer or DuckDbType.Date => typeof(int),
        DuckDbType.BigInt or DuckDbType.Time or DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs
            or DuckDbType.TimestampNs or DuckDbType.TimestampTz => typeof(long),
        DuckDbType.UTinyInt => typeof(byte),
        DuckDbType.USmallInt => typeof(ushort),
        DuckDbType.UInteger => typeof(uint),
        DuckDbType.UBigInt => typeof(ulong),
        DuckDbType.Float => typeof(float),
        DuckDbType.Double => typeof(double),
        DuckDbType.HugeInt => typeof(Int128),
        DuckDbType.UHugeInt => typeof(UInt128),
        DuckDbType.Interval => typeof(DuckDbInterval),
        _ => null,
    };
}
