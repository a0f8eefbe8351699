using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Screening.Data.Lakes;

/// <summary>Which snapshot is meant: a number, or a moment, which stands for the newest snapshot that was delivered at or before it.</summary>
public sealed record SnapshotAddress
{
    /// <summary>What is accepted, for an error's sentence.</summary>
    public const string Accepted = "a number such as 12, a day such as 2024-05-01 (its end), or a moment such as 2024-05-01T12:00 (UTC)";

    private static readonly string[] Moments = [.. from form in (string[])["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFF"] from between in (string[])["'T'", "' '"] from zone in (string[])["", "'Z'"] select $"yyyy-MM-dd{between}{form}{zone}"];

    private SnapshotAddress(string text) => Text = text;

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The manifest's number, from 0; null when a moment is meant.</summary>
    public long? Number { get; private init; }

    /// <summary>The moment, itself included; null when a number is meant. A day is its last microsecond.</summary>
    public DateTime? AtUtc { get; private init; }

    /// <summary>Reads an address; false when the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SnapshotAddress? address)
    {
        address = null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) address = new SnapshotAddress(text) { Number = number };
        else if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out var day) && day < DateTime.MaxValue.Date)
            address = new SnapshotAddress(text) { AtUtc = day.AddDays(1).AddMicroseconds(-1) };
        else if (DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, Utc, out var at)) address = new SnapshotAddress(text) { AtUtc = at };
        return address is not null;
    }
}
