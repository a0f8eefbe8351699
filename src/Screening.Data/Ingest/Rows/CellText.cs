using System.Globalization;

namespace Screening.Data.Ingest;

/// <summary>
/// How a cell's text says a value of a type, exactly or not at all: the forms that docs/ingestion.md lists. Nothing is rounded, guessed or trimmed but blanks
/// around numbers. The same rules stand as SQL in <see cref="MappingSql"/>, where a chain of sources needs to know whether a text can be read; tests hold
/// the two against each other.
/// </summary>
internal static class CellText
{
    private const int MostDigits = 18;

    /// <summary>A whole number of 64 bits; a point and zeros may follow.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> text, out long value)
    {
        text = Trim(text);
        value = 0;
        var negative = TakeSign(ref text);
        var digits = Digits(text);
        if (digits == 0 || !OnlyZerosAfterPoint(text[digits..])) return false;
        // Below zero there is one number more.
        foreach (var digit in text[..digits])
        {
            var next = ((Int128)value * 10) - (digit - '0');
            if (next < long.MinValue) return false;
            value = (long)next;
        }
        if (negative) return true;
        if (value == long.MinValue) return false;
        value = -value;
        return true;
    }

    /// <summary>A plain decimal of at most 18 digits, times ten to the scale. Digits behind the scale must be zeros.</summary>
    public static bool TryScaled(ReadOnlySpan<byte> text, int precision, int scale, out long value)
    {
        text = Trim(text);
        value = 0;
        var negative = TakeSign(ref text);
        var whole = Digits(text);
        var point = whole < text.Length && text[whole] == '.';
        var fraction = point ? text[(whole + 1)..] : text[whole..];
        if (!point && !fraction.IsEmpty) return false;
        if (whole == 0 && (!point || scale == 0 || fraction.IsEmpty)) return false;
        if (Digits(fraction) != fraction.Length) return false;
        if (fraction.Length > scale && fraction[scale..].IndexOfAnyExcept((byte)'0') >= 0) return false;
        var significant = text[..whole].TrimStart((byte)'0');
        if (significant.Length + scale > precision || significant.Length + scale > MostDigits) return false;
        foreach (var digit in significant) value = (value * 10) + (digit - '0');
        for (var i = 0; i < scale; i++) value = (value * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        if (negative) value = -value;
        return true;
    }

    /// <summary>Whether the text is a plain decimal of any number of digits.</summary>
    public static bool IsPlainNumber(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        TakeSign(ref text);
        return Mantissa(text) is > 0 and var length && length == text.Length;
    }

    /// <summary>Whether the text is a decimal, perhaps with an exponent.</summary>
    public static bool IsRealNumber(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        TakeSign(ref text);
        var length = Mantissa(text);
        if (length == 0) return false;
        text = text[length..];
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        text = text[1..];
        TakeSign(ref text);
        return !text.IsEmpty && Digits(text) == text.Length;
    }

    /// <summary>Whether the text says "not a number" or "infinite".</summary>
    public static bool IsNotFinite(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        TakeSign(ref text);
        return System.Text.Ascii.EqualsIgnoreCase(text, "nan"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "infinity"u8);
    }

    /// <summary>A finite number.</summary>
    public static bool TryReal(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        return IsRealNumber(text) && double.TryParse(Trim(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>true, t, yes, y, 1 or their opposites, in any case.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = Is(text, "true"u8, "t"u8) || Is(text, "yes"u8, "y"u8) || text is [(byte)'1'];
        return value || Is(text, "false"u8, "f"u8) || Is(text, "no"u8, "n"u8) || text is [(byte)'0'];
    }

    /// <summary>A day, in days since 1970-01-01; midnight may follow.</summary>
    public static bool TryDay(ReadOnlySpan<byte> text, out long days)
    {
        if (!TryTakeDay(ref text, out days)) return false;
        if (text.IsEmpty) return true;
        var clock = text[1..];
        if (text[0] is not ((byte)' ' or (byte)'T') || !TryTakeClock(ref clock, out var micros) || micros != 0) return false;
        if (clock.IsEmpty || clock is [(byte)'Z']) return true;
        return TryOffset(clock, out var minutes) && minutes == 0;
    }

    /// <summary>A moment, in microseconds since 1970-01-01 UTC.</summary>
    public static bool TryMoment(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!TryTakeDay(ref text, out var days)) return false;
        micros = days * Microseconds.PerDay;
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)' ' or (byte)'T')) return false;
        text = text[1..];
        if (!TryTakeClock(ref text, out var clock)) return false;
        micros += clock;
        if (text.IsEmpty || text is [(byte)'Z']) return true;
        if (text[0] == ' ') text = text[1..];
        if (!TryOffset(text, out var minutes)) return false;
        micros -= minutes * Microseconds.PerMinute;
        return true;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\n\f\r"u8);

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word, ReadOnlySpan<byte> letter) =>
        System.Text.Ascii.EqualsIgnoreCase(text, word) || System.Text.Ascii.EqualsIgnoreCase(text, letter);

    private static bool TakeSign(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-')) return false;
        var negative = text[0] == '-';
        text = text[1..];
        return negative;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }

    /// <summary>Length of <c>12</c>, <c>12.</c>, <c>12.5</c> or <c>.5</c> at the beginning; 0 when there is none.</summary>
    private static int Mantissa(ReadOnlySpan<byte> text)
    {
        var whole = Digits(text);
        if (whole == text.Length || text[whole] != '.') return whole;
        var fraction = Digits(text[(whole + 1)..]);
        return whole + fraction == 0 ? 0 : whole + 1 + fraction;
    }

    private static bool OnlyZerosAfterPoint(ReadOnlySpan<byte> text) => text.IsEmpty || (text[0] == '.' && text[1..].IndexOfAnyExcept((byte)'0') < 0);

    private static bool TryTakeDay(ref ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || !Two(text, 0, out var century) || !Two(text, 2, out var year) || !Two(text, 5, out var month) || !Two(text, 8, out var day)) return false;
        year += century * 100;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month)) return false;
        days = new DateOnly(year, month, day).DayNumber - Microseconds.EpochDay;
        text = text[10..];
        return true;
    }

    /// <summary>Hours and minutes, perhaps seconds, perhaps up to six digits of them.</summary>
    private static bool TryTakeClock(ref ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.Length < 5 || text[2] != ':' || !Two(text, 0, out var hour) || !Two(text, 3, out var minute) || hour > 23 || minute > 59) return false;
        micros = ((hour * 60) + minute) * Microseconds.PerMinute;
        text = text[5..];
        if (text.IsEmpty || text[0] != ':') return true;
        if (text.Length < 3 || !Two(text, 1, out var second) || second > 59) return false;
        micros += second * Microseconds.PerSecond;
        text = text[3..];
        if (text.IsEmpty || text[0] != '.') return true;
        var digits = Digits(text[1..]);
        if (digits is 0 or > 6) return false;
        long part = 0;
        for (var i = 0; i < 6; i++) part = (part * 10) + (i < digits ? text[1 + i] - '0' : 0);
        micros += part;
        text = text[(1 + digits)..];
        return true;
    }

    /// <summary>+02, +0200 or +02:00, up to 15:59.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !Two(text, 1, out var hours) || hours > 15) return false;
        var rest = text[3..];
        if (!rest.IsEmpty && rest[0] == ':') rest = rest.Length == 1 ? text : rest[1..];
        if (!rest.IsEmpty && (rest.Length != 2 || !Two(rest, 0, out minutes) || minutes > 59)) return false;
        minutes += hours * 60;
        if (text[0] == '-') minutes = -minutes;
        return true;
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, out int value)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}

/// <summary>Units of time in microseconds, and where they are counted from.</summary>
internal static class Microseconds
{
    public const long PerSecond = 1_000_000;
    public const long PerMinute = 60 * PerSecond;
    public const long PerDay = 24 * 60 * PerMinute;

    /// <summary>The number of 1970-01-01 in <see cref="DateOnly.DayNumber"/>.</summary>
    public const int EpochDay = 719_162;

    public static DateTime ToUtc(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
