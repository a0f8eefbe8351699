using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>A file that was still being copied when it was taken in, and the whole of it afterwards.</summary>
public sealed class CutFileTests(ITestOutputHelper output) : IDisposable
{
    private const int Cuts = 40;
    private const int Rows = 60;
    private readonly SomeDelivery _some = new();

    [Fact]
    public void WhatACutFileGaveIsKnownWhenTheWholeOneComesAndNothingIsDoubled()
    {
        // The last rows have quoted cells with commas, line breaks and doubled quotes, and characters of two to four bytes.
        var text = string.Concat(Enumerable.Range(0, Rows).Select(n => FormattableString.Invariant($"X{n},Invented {n},DE,port,1.5,2.25,2024-05-01\n"))
            .Append("Y1,\"Invented, \"\"Ltd\"\"\nsecond line\",DE,port,10.125,20.25,2024-05-01 10:30:00\n")
            .Append("Y2,Ünvented 株式会社 𝄞,DE,port,-10.125,20.25,2024-05-01 10:30:00\n")
            .Prepend(SomeDelivery.PlacesHeader + "\n"));
        var bytes = Encoding.UTF8.GetBytes(text);
        var begin = bytes.Length - Encoding.UTF8.GetByteCount(text[text.IndexOf("Y1,", StringComparison.Ordinal)..]);
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        var cuts = Enumerable.Range(begin, bytes.Length - begin).OrderBy(_ => random.Next()).Take(Cuts).Order().ToList();
        // Sure to be there: in a quoted cell, in a character.
        cuts.AddRange([bytes.AsSpan().IndexOf("second"u8) + 3, bytes.AsSpan().IndexOf("株"u8) + 1, bytes.AsSpan().IndexOf("𝄞"u8) + 2, bytes.Length - 1]);
        var whole = _some.WriteBytes("places.csv", bytes);
        foreach (var cut in cuts) Deliver(_some.WriteBytes("cut.csv", bytes[..cut]), whole, FormattableString.Invariant($"cut at {cut - begin} of {bytes.Length - begin}"));
    }

    public void Dispose() => _some.Dispose();

    private void Deliver(string cut, string whole, string place)
    {
        using var some = new SomeDelivery();
        var first = some.Ingest(cut, "places");
        var second = some.Ingest(whole, "places");

        output.WriteLine($"{place}: {first.Total}, then {second.Total}");
        Assert.InRange(first.Total.Accepted, Rows, Rows + 2);
        Assert.Equal(first.Total.Accepted, second.Total.AlreadyKnown);
        Assert.Equal(new IngestCounts(Rows + 2, Rows + 2 - first.Total.Accepted, first.Total.Accepted, 0, 0, 0), second.Total);
        if (first.Total.RowsIn > 0 && !EndsWithALine(cut)) Assert.Contains(first.Files[0].Notes, n => n.Contains("line end", StringComparison.Ordinal));
        Assert.Equal(
            ["Y1|Invented, \"Ltd\"\nsecond line|10.125", "Y2|Ünvented 株式会社 𝄞|-10.125"],
            some.Query("SELECT concat_ws('|', place_id, name, latitude) FROM {dataset} WHERE place_id LIKE 'Y%' ORDER BY 1", "places"));
        Assert.Equal([(Rows + 2).ToString(System.Globalization.CultureInfo.InvariantCulture)], some.Query("SELECT count(*) FROM {dataset}", "places"));
    }

    private static bool EndsWithALine(string file) => File.ReadAllBytes(file) is [.., (byte)'\n'];
}
