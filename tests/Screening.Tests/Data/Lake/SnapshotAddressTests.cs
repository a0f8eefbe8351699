using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Lakes;

public sealed class SnapshotAddressTests : IDisposable
{
    private readonly SomeLake _some = new();

    [Theory]
    [InlineData("12", 12, null)]
    [InlineData("0", 0, null)]
    [InlineData("2024-05-01", null, "2024-05-01 23:59:59.999999")]
    [InlineData("2024-05-01T12:00", null, "2024-05-01 12:00:00.000000")]
    [InlineData("2024-05-01 12:00:30", null, "2024-05-01 12:00:30.000000")]
    [InlineData("2024-05-01T12:00:30.25Z", null, "2024-05-01 12:00:30.250000")]
    public void NumbersDaysAndMomentsAreRead(string text, int? number, string? at)
    {
        Assert.True(SnapshotAddress.TryParse(text, out var address));
        Assert.Equal(number, address.Number);
        Assert.Equal(at, address.AtUtc?.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("newest")]
    [InlineData("2024-02-30")]
    [InlineData("01/05/2024")]
    [InlineData("2024-05-01T25:00")]
    [InlineData("99999999999999999999")]
    public void EverythingElseIsRefused(string text) => Assert.False(SnapshotAddress.TryParse(text, out _));

    [Fact]
    public void AMomentIsTheNewestSnapshotDeliveredAtOrBeforeIt()
    {
        foreach (var day in (int[])[1, 3, 3, 7]) _some.Deliver(2, deliveredAtUtc: new DateTime(2024, 5, day, 12, 0, 0, DateTimeKind.Utc));

        Assert.Equal(1, At("2024-05-01"));
        Assert.Equal(1, At("2024-05-02"));
        Assert.Equal(1, At("2024-05-03T11:59:59"));
        Assert.Equal(3, At("2024-05-03T12:00"));
        Assert.Equal(3, At("2024-05-06"));
        Assert.Equal(4, At("2025-01-01"));
        Assert.Equal(2, At("2"));
        Assert.EndsWith("by 2024-04-30; its first delivery came 2024-05-01 12:00:00 UTC", Assert.Throws<LakeException>(() => At("2024-04-30")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMomentOfAnEmptyLakeSaysThatNothingCame() =>
        Assert.StartsWith("nothing was ever delivered", Assert.Throws<LakeException>(() => At("2024-04-30")).Message, StringComparison.Ordinal);

    public void Dispose() => _some.Dispose();

    private long At(string text) => SnapshotAddress.TryParse(text, out var address) ? _some.Lake.SnapshotAt(address).Number : throw new InvalidOperationException(text);
}
