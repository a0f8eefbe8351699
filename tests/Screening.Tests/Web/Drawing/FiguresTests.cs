using Screening.Alerts;
using Xunit;

namespace Screening.Tests.Web.Drawing;

public sealed class FiguresTests
{
    private static readonly DateTime s_placed = new(2025, 6, 22, 23, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void AnOrdersDayStandsAloneUnlessItBecameKnownOnAnother()
    {
        var order = new AlertOrder("O", 1, "placed", s_placed, "P", null, null, 0, 0, []);
        Assert.Equal("2025-06-22", Figures.When(order));
        Assert.Equal("2025-06-22", Figures.When(order with { KnownAt = s_placed.AddMinutes(59) }));
        Assert.Equal("2025-06-22 (known 2025-06-23)", Figures.When(order with { KnownAt = s_placed.AddHours(1) }));
    }

    [Fact]
    public void APartyStandsOnceWithAllItsRoles() => Assert.Equal(
        ["end user, purchaser: Example Co (P-1)", "seller: P-2"],
        Figures.Parties([new("end user", "P-1", "Example Co"), new("seller", "P-2", "P-2"), new("purchaser", "P-1", "Example Co")]).Order(StringComparer.Ordinal));
}
