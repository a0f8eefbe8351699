using Npgsql;
using Screening.Data.Store;
using Xunit;

namespace Screening.Tests.Data.Store;

public sealed class StoreAddressTests
{
    [Theory]
    [InlineData(null, "/lake/_store/screening.db", "/lake/_store/screening.db.audit-heads", false)]
    [InlineData("  ", "/lake/_store/screening.db", "/lake/_store/screening.db.audit-heads", false)]
    [InlineData("/elsewhere/s.db", "/elsewhere/s.db", "/elsewhere/s.db.audit-heads", false)]
    [InlineData("Host=db;Database=d", "Host=db;Database=d", "/lake/_store/postgres.audit-heads", true)]
    [InlineData("Database=d; host=db", "Database=d; host=db", "/lake/_store/postgres.audit-heads", true)]
    [InlineData("postgres://u@db/d", "postgres://u@db/d", "/lake/_store/postgres.audit-heads", true)]
    [InlineData("POSTGRESQL://u@db/d", "POSTGRESQL://u@db/d", "/lake/_store/postgres.audit-heads", true)]
    public void AStoreIsInItsLakeUnlessAnotherPlaceIsNamed(string? told, string address, string anchor, bool exists)
    {
        var of = StoreAddress.Of("/lake", told);
        Assert.Equal((address, anchor, exists), (of.Address, of.Anchor, of.Exists));
    }

    [Fact]
    public void AnAddressOfSomethingElseIsRefusedWithoutItsSecret()
    {
        string said = Assert.Throws<StoreException>(() => StoreAddress.Of("/lake", "mysql://u:hidden@db/d")).Message;
        Assert.StartsWith("SCREENING_STORE begins with 'mysql://'; accepted: postgres://", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", said, StringComparison.Ordinal);
    }

    [Fact]
    public void BothSpellingsOfAPostgresMeanTheSame()
    {
        NpgsqlConnectionStringBuilder url = PostgresAddress.Read("postgres://scr%40ning:a%3Ab%2Fc@db.internal:5433/screening?sslmode=verify-full&connect_timeout=7&search_path=cases");
        Assert.Equal(
            ("db.internal", 5433, "screening", "scr@ning", "a:b/c", SslMode.VerifyFull, 7, "cases"),
            (url.Host, url.Port, url.Database, url.Username, url.Password, url.SslMode, url.Timeout, url.SearchPath));
        Assert.Equal(
            PostgresAddress.Read("Host=db;Port=5432;Database=d;Username=u").ConnectionString, PostgresAddress.Read("postgres://u@db:5432/d").ConnectionString);
        Assert.Equal(("::1", 5432), (PostgresAddress.Read("postgres://u@[::1]/d").Host, PostgresAddress.Read("postgres://u@[::1]/d").Port));
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://u:hidden@db/d?sslmode")]
    [InlineData("postgres://u:hidden@db/d?sslmode=perhaps")]
    [InlineData("postgres://u:hidden@db/d?colour=red")]
    [InlineData("Host=db;Password=hidden;Colour=red")]
    public void AnAddressThatCannotBeReadIsRefusedWithoutItsSecret(string address)
    {
        string said = Assert.Throws<StoreException>(() => PostgresAddress.Read(address)).Message;
        Assert.StartsWith("the address of the store cannot be read: ", said, StringComparison.Ordinal);
        Assert.Contains("accepted: postgres://", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", said, StringComparison.Ordinal);
    }
}
