using System.Text.Json;

namespace Screening.Web.Api;

/// <summary>Words of enums as they are sent and stored: the names in small letters, parted by underscores.</summary>
internal static class Wire
{
    /// <summary>The word of a value.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Names<T>.Of[Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)];

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly string[] Of = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
    }
}
