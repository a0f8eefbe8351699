using Screening.Alerts;
using Screening.Policies;
using Xunit;

namespace Screening.Tests.Alerts;

public sealed class ListStateTests
{
    private static readonly DateOnly s_night = new(2025, 3, 20);

    [Theory]
    [InlineData(7, null)]
    [InlineData(8, "lists: delivered on 2025-03-12, 8 days before, where the policy accepts 7")]
    public void StaleListsAreNoted(int days, string? note) => Assert.Equal(note, ListState.Of(new ListFreshness(7, IsExempt: false), s_night.AddDays(-days), s_night).Note);

    [Fact]
    public void AnExemptPolicyNotesNothingAndSaysThatItIs()
    {
        ListState state = ListState.Of(new ListFreshness(7, IsExempt: true), s_night.AddDays(-300), s_night);
        Assert.Null(state.Note);
        Assert.True(state.IsExempt);
    }

    [Fact]
    public void ListsThatCameLaterAreOfAgeZeroAndNeverDeliveredOnesOfNone()
    {
        Assert.Equal(0, ListState.Of(new ListFreshness(7, IsExempt: false), s_night.AddDays(3), s_night).AgeDays);
        ListState never = ListState.Of(new ListFreshness(7, IsExempt: false), null, s_night);
        Assert.Equal((null, ListAge.Missing, null), (never.AgeDays, never.Age, never.Note));
    }
}
