namespace Screening.Data.DuckDb;

/// <summary>Between .NET's values and DuckDB's: days and microseconds since 1970-01-01, decimals as scaled integers.</summary>
internal static class DuckDbConvert
{
    private const int EpochDayNumber = 719_162; // 1970-01-01 in DateOnly.DayNumber
    private const int MostDecimalScale = 28; // System.Decimal's

    private static readonly Int128[] Tens = BuildTens();
    private static readonly Int128 MostMantissa = (Int128.One << 96) - 1;

    /// <summary>10 to the power of 0..38.</summary>
    public static Int128 Ten(int power) => Tens[power];

    public static int ToDays(DateOnly date) => date.DayNumber - EpochDayNumber;

    /// <summary>Null when the day is outside year 1 to 9999; DuckDB's dates reach farther and know infinity.</summary>
    public static DateOnly? ToDate(int days)
    {
        var number = (long)days + EpochDayNumber;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;
    }

    /// <summary>Rounded down: a DateTime counts tenths of microseconds.</summary>
    public static long ToMicros(DateTime utc)
    {
        var (micros, rest) = Math.DivRem(utc.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? micros - 1 : micros;
    }

    /// <summary>Null when the moment is outside year 1 to 9999.</summary>
    public static DateTime? ToDateTime(long micros)
    {
        var ticks = (Int128)micros * TimeSpan.TicksPerMicrosecond + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime((long)ticks, DateTimeKind.Utc) : null;
    }

    public static DuckDbNative.DecimalValue ToNative(decimal value)
    {
        var unscaled = Unscaled(value);
        var magnitude = Int128.Abs(unscaled);
        var width = 1;
        while (width < 38 && magnitude >= Tens[width]) width++;
        return new DuckDbNative.DecimalValue
        {
            Width = (byte)Math.Max(width, value.Scale),
            Scale = value.Scale,
            Value = new DuckDbNative.HugeInt { Lower = (ulong)(UInt128)unscaled, Upper = (long)(unscaled >> 64) },
        };
    }

    /// <summary>The value times 10 to its scale.</summary>
    public static Int128 Unscaled(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return bits[3] < 0 ? -magnitude : magnitude;
    }

    /// <summary>Null when System.Decimal's 96 bits cannot hold the value exactly.</summary>
    public static decimal? ToDecimal(Int128 unscaled, int scale)
    {
        if (unscaled == Int128.MinValue) return null; // it has no magnitude
        var magnitude = Int128.Abs(unscaled);
        while ((scale > MostDecimalScale || magnitude > MostMantissa) && scale > 0 && magnitude % 10 == 0)
        {
            magnitude /= 10;
            scale--;
        }
        if (magnitude > MostMantissa || scale > MostDecimalScale) return null;
        var low = (ulong)magnitude;
        return new decimal((int)low, (int)(low >> 32), (int)(magnitude >> 64), unscaled < 0, (byte)scale);
    }

    private static Int128[] BuildTens()
    {
        var tens = new Int128[39];
        tens[0] = 1;
        for (var i = 1; i < tens.Length; i++) tens[i] = tens[i - 1] * 10;
        return tens;
    }
}
