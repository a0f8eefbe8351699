namespace Screening.Records;

/// <summary>ISO 3166-1 alpha-2 codes as integers, 0 (AA) to 675 (ZZ); <see cref="Missing.Symbol"/> is no country.</summary>
public static class CountryCode
{
    /// <summary>How many codes there can be.</summary>
    public const int Count = 26 * 26;

    /// <summary>The number of a code of two capital letters.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static int Of(ReadOnlySpan<char> code) => code.Length == 2 && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1])
        ? ((code[0] - 'A') * 26) + (code[1] - 'A')
        : throw new ArgumentException($"country '{code}' is not two capital letters (ISO 3166-1 alpha-2)", nameof(code));

    /// <summary>The code of a number; <c>null</c> for <see cref="Missing.Symbol"/>.</summary>
    public static string? Text(int country) => country == Missing.Symbol
        ? null
        : string.Create(2, country, static (code, number) => (code[0], code[1]) = ((char)('A' + (number / 26)), (char)('A' + (number % 26))));
}
