using System.Globalization;

namespace Screening.Data.Contracts;

/// <summary>A contract's version. A higher major number may rename or drop columns; a higher minor one only adds columns that are not required.</summary>
public readonly record struct ContractVersion(int Major, int Minor, int Patch) : IComparable<ContractVersion>
{
    public static bool operator <(ContractVersion left, ContractVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ContractVersion left, ContractVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ContractVersion left, ContractVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ContractVersion left, ContractVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Reads three whole numbers such as <c>1.0.0</c>, without leading zeros; false for anything else.</summary>
    public static bool TryParse(string? text, out ContractVersion version)
    {
        version = default;
        if (text?.Split('.') is not [var major, var minor, var patch] || !Number(major, out var a) || !Number(minor, out var b) || !Number(patch, out var c)) return false;
        version = new ContractVersion(a, b, c);
        return true;
    }

    public int CompareTo(ContractVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => FormattableString.Invariant($"{Major}.{Minor}.{Patch}");

    // One version has one spelling, because files and folders are named after it.
    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');
}
