namespace Screening.Records;

/// <summary>Codes of the Harmonised System, in UTF-8: 4 to 10 digits, with dots anywhere.</summary>
internal static class HarmonisedCode
{
    // Six digits are the same in all countries; what follows is each country's own.
    private const int Digits = 6;

    /// <summary>Whether two codes name different goods by the first six digits, as far as both give them.</summary>
    public static bool Differ(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (int digit = 0; digit < Digits; digit++)
        {
            (byte left, byte right) = (Next(ref a), Next(ref b));
            if (left == 0 || right == 0) return false;
            if (left != right) return true;
        }

        return false;
    }

    // 0 when none is left.
    private static byte Next(ref ReadOnlySpan<byte> code)
    {
        int dots = code.IndexOfAnyExcept((byte)'.');
        if (dots < 0) return 0;
        byte digit = code[dots];
        code = code[(dots + 1)..];
        return digit;
    }
}
