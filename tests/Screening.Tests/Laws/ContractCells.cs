using System.Globalization;
using Screening.Data.Contracts;

namespace Screening.Tests.Laws;

/// <summary>Random cells for a column: what it takes, what just misses it, and noise.</summary>
internal sealed class ContractCells(ContractStore contracts, DateTime deliveredAtUtc, Random random)
{
    private static readonly string[] Noise =
    [
        "0", "1", "-1", "00", "12", "+", "-", ".", ",", " ", "\t", "\n", "e5", "E-3", "000", "T", "Z", ":", "nan", "-Inf", "infinity", "x", "é", "株", "a b", "Yes", "FALSE", "t", "1.5", "0.001", "0.0001", "1.0000000000", "2024-02-29",
        "2023-02-29", "2024-05-01T12:00:00+02:00", "2024-05-01 24:00", "0000-01-01", "0001-01-01", "9999-12-31", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "999999999999999.999", "1e308", "1e309", "DE", "de", "DEU",
    ];

    /// <summary>A cell; null when it is missing, never empty.</summary>
    public string? Of(ContractColumn column) => random.Next(10) switch
    {
        0 => null,
        1 => Pick(Noise),
        2 => Pick(Noise) + Pick(Noise),
        3 or 4 => Changed(Near(column)),
        _ => Near(column),
    };

    private static string Shifted(string day, int days) => DateTime.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>On a bound, or a little to either side of it.</summary>
    private string Near(ContractColumn column) => column.Type.Kind switch
    {
        ColumnKind.Text => Words(column),
        ColumnKind.Boolean => Pick(["true", "f", "Y", "no", "1", "0", "2"]),
        ColumnKind.Date => Day(column),
        ColumnKind.Timestamp => Day(column) + Pick(["", " 00:00", "T23:59:59.999999", " 12:34:56Z", "T12:00:00.5+02:00", " 12:00 -0330", " 00:00:00", " 00:00:00.000001"]),
        _ => Number(column),
    };

    private string Words(ContractColumn column)
    {
        if (column.Allowed.Count > 0 && random.Next(3) > 0) return Pick([.. column.Allowed]);
        if (column.ReferenceTable is { } reference && random.Next(3) > 0) return Pick([.. contracts.Reference(reference.Table).Values(reference.Column)]);
        if (column.Pattern is not null && random.Next(2) == 0) return Pick(["DE", "EUR", "ABCDEFGH1234567890", "8542.31", "8542", "85423100", "example.com", "+4912345", "54930000000000000012", "1234", "a.b-c.de"]);
        var bounds = new[] { column.MinLength, column.MaxLength }.OfType<int>().ToArray();
        var length = bounds.Length == 0 ? random.Next(1, 20) : Math.Max(1, Pick(bounds) + random.Next(-1, 2));
        return new string(Pick(['a', 'Z', '7', 'é', '株']), length);
    }

    private string Day(ContractColumn column)
    {
        var delivered = deliveredAtUtc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var latest = column.MaximumDaysAfterDelivery is { } days ? Shifted(delivered, days) : null;
        var bounds = new[] { column.Minimum, column.Maximum, column.ExclusiveMinimum, column.ExclusiveMaximum, latest, latest, delivered }.OfType<string>().ToArray();
        return Shifted(Pick(bounds), random.Next(-1, 2));
    }

    private string Number(ContractColumn column)
    {
        var bounds = new[] { column.Minimum, column.Maximum, column.ExclusiveMinimum, column.ExclusiveMaximum, "0", "1000" }.OfType<string>().ToArray();
        var number = decimal.Parse(Pick(bounds), NumberStyles.Float, CultureInfo.InvariantCulture) + Pick([0m, 1m, -1m, 0.5m, -0.001m, 0.001m, 0.0000000001m, -0.01m, 0.01m]);
        return Pick(["", "", "+", " "]) + number.ToString(CultureInfo.InvariantCulture) + Pick(["", "", "0", " "]);
    }

    private string Changed(string text)
    {
        var at = random.Next(text.Length);
        var changed = random.Next(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, Pick(Noise)),
            2 => char.IsUpper(text[0]) ? text.ToLowerInvariant() : text.ToUpperInvariant(),
            _ => text + "\n",
        };
        return changed.Length == 0 ? "-" : changed;
    }

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
