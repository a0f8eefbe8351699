using System.Text.Json;

namespace Screening.Web.Api;

/// <summary>Words of enums as they are sent and stored: the names in small letters, parted by underscores.</summary>
internal static class Wire
{
    /// <summary>All values there are.</summary>
    public static ReadOnlySpan<T> Values<T>()
        where T : struct, Enum => Names<T>.Values;

    /// <summary>The word of a value.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Names<T>.Of[Array.IndexOf(Names<T>.Values, value)];

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly T[] Values = Enum.GetValues<T>();
        public static readonly string[] Of = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
    }
}
