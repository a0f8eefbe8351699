using System.Text;
using Screening.Data.Ingest;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Ingest;

public sealed class ProfileFilesTests : IDisposable
{
    private static readonly DateTime At = new(2026, 3, 1, 2, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void AProfileIsTheSameBytesWhateverTheOrderOfItsCodes()
    {
        Assert.Null(ProfileFiles.Write(_lake.Path, "20260301T020000Z-aa", Some(7, [("DE", 3), ("CN", 4)])));
        var first = File.ReadAllText(_lake["_profiles/orders/20260301T020000Z-aa.json"]);
        Assert.Null(ProfileFiles.Write(_lake.Path, "20260301T020000Z-aa", Some(7, [("CN", 4), ("DE", 3)])));
        Assert.Equal(first, File.ReadAllText(_lake["_profiles/orders/20260301T020000Z-aa.json"]));
        Assert.Equal(
            """
            {
              "dataset": "orders",
              "delivered_at_utc": "2026-03-01T02:00:00Z",
              "rows": 7,
              "columns": [
                {
                  "column": "ship_to",
                  "missing": 0,
                  "codes": {
                    "CN": 4,
                    "DE": 3
                  }
                },
                {
                  "column": "end_user_id",
                  "missing": 2,
                  "codes": null
                }
              ]
            }

            """,
            first);
        Assert.Single(Directory.GetFiles(_lake["_profiles/orders"]));
    }

    [Fact]
    public void TheNewestBeforeADeliveryAreReadOldestFirst()
    {
        foreach (var day in Enumerable.Range(1, 40)) Assert.Null(ProfileFiles.Write(_lake.Path, FormattableString.Invariant($"d{day:00}"), Some(100 + day, [("CN", 1)])));
        var (profiles, notes) = ProfileFiles.ReadBefore(_lake.Path, "orders", "d35");
        Assert.Empty(notes);
        Assert.Equal(Enumerable.Range(105, 30).Select(r => (long)r), profiles.Select(p => p.Rows));
        Assert.Equal(1, profiles[0].Columns[0].Codes!["CN"]);
        Assert.Equal(DateTimeKind.Utc, profiles[0].DeliveredAtUtc.Kind);
        Assert.Equal(2, ProfileFiles.ReadBefore(_lake.Path, "orders", "d03").Profiles.Count);
        Assert.Empty(ProfileFiles.ReadBefore(_lake.Path, "shipments", "d35").Profiles);
    }

    [Fact]
    public void WhatCannotBeReadIsSkippedWithANote()
    {
        foreach (var day in Enumerable.Range(1, 9)) ProfileFiles.Write(_lake.Path, FormattableString.Invariant($"d{day}"), Some(10, [("CN", 1)]));
        var good = File.ReadAllText(_lake["_profiles/orders/d1.json"]);
        Spoil(2, "");
        Spoil(3, "null");
        Spoil(4, good[..^30]);
        Spoil(5, good.Replace("\"rows\": 10", "\"rows\": -1", StringComparison.Ordinal));
        Spoil(6, good.Replace("\"missing\": 2", "\"missing\": 11", StringComparison.Ordinal));
        Spoil(7, good.Replace("\"CN\": 1", "\"CN\": 9223372036854775807, \"DE\": 9223372036854775807", StringComparison.Ordinal));
        Spoil(8, good.Replace("\"orders\"", "\"shipments\"", StringComparison.Ordinal));
        Spoil(9, good.Replace("00Z", "00", StringComparison.Ordinal));
        File.WriteAllText(_lake["_profiles/orders/d0.json.draft"], "x");
        File.WriteAllText(_lake["_profiles/orders/.d0.draft"], "x");
        var (profiles, notes) = ProfileFiles.ReadBefore(_lake.Path, "orders", "e");
        Assert.Single(profiles);
        Assert.Equal(8, notes.Count);
        Assert.All(notes, n => Assert.Matches(@"^_profiles/orders/d[2-9]\.json was skipped: [^\n]+[^.]$", n));
        Assert.Contains("_profiles/orders/d8.json was skipped: it is of shipments", notes);
        Assert.Contains("_profiles/orders/d6.json was skipped: missing of end_user_id is 11; accepted: 0 to 10", notes);
    }

    [Fact]
    public void AFolderThatIsAFileIsANoteAndNotAnError()
    {
        File.WriteAllText(_lake["_profiles"], "");
        Assert.StartsWith("the profile of orders could not be written to _profiles/orders/d1.json: ", ProfileFiles.Write(_lake.Path, "d1", Some(1, [])), StringComparison.Ordinal);
        Assert.Empty(ProfileFiles.ReadBefore(_lake.Path, "orders", "d2").Profiles);
    }

    [Theory]
    [InlineData("../d1")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData(".d")]
    public void AnIdThatIsAPathIsRefused(string id)
    {
        Assert.Throws<ArgumentException>(() => ProfileFiles.Write(_lake.Path, id, Some(1, [])));
        Assert.Throws<ArgumentException>(() => ProfileFiles.ReadBefore(_lake.Path, "orders", id));
        Assert.Throws<ArgumentException>(() => ProfileFiles.ReadBefore(_lake.Path, id, "d1"));
    }

    private static DeliveryProfile Some(long rows, (string Code, long Count)[] codes) =>
        new("orders", At, rows, [new ColumnProfile("ship_to", 0, codes.ToDictionary(c => c.Code, c => c.Count)), new ColumnProfile("end_user_id", Math.Min(rows, 2), null)]);

    private void Spoil(int day, string text) => File.WriteAllText(_lake[FormattableString.Invariant($"_profiles/orders/d{day}.json")], text, new UTF8Encoding(false));
}
