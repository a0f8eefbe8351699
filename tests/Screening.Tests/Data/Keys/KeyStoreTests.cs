using System.Text;
using Screening.Data.Keys;
using Screening.Data.Store;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Keys;

public sealed class KeyStoreTests : IDisposable
{
    private static readonly DateTime s_now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AKeyHoldsUntilItExpiresAndItsSecretIsNowhereInTheFile()
    {
        string text;
        using (KeyStore store = KeyStore.Open(_folder.Path))
        {
            (ApiKey key, text) = store.Create(KeyRole.Seller, "P-1", "erp", s_now, s_now.AddDays(1));
            Assert.True(key.HoldsAt(s_now.AddDays(1).AddSeconds(-1)));
            Assert.False(key.HoldsAt(s_now.AddDays(1)));
            (ApiKey stored, byte[] hash) = Assert.Single(store.All());
            Assert.Equal(key, stored);
            Assert.Equal((key.Id, Convert.ToHexString(hash)), (KeyStore.Parse(text)!.Value.Id, Convert.ToHexString(KeyStore.Parse(text)!.Value.SecretSha256)));
        }

        string secret = text[16..];
        Assert.Equal(43, secret.Length);
        foreach (string file in Directory.GetFiles(Path.Combine(_folder.Path, "_store")))
            Assert.DoesNotContain(secret, Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void ARotatedKeyHoldsForTheOverlapAndThenItsSuccessorAlone()
    {
        using KeyStore store = KeyStore.Open(_folder.Path);
        (ApiKey old, _) = store.Create(KeyRole.Analyst, null, "", s_now, s_now.AddDays(300));
        (ApiKey successor, _) = store.Rotate(old.Id, s_now, TimeSpan.FromHours(2), s_now.AddDays(300));
        ApiKey after = store.List().Single(k => k.Id == old.Id);
        Assert.Equal(successor.Id, after.ReplacedBy);
        Assert.True(after.HoldsAt(s_now.AddHours(2).AddSeconds(-1)));
        Assert.False(after.HoldsAt(s_now.AddHours(2)));
        Assert.True(successor.HoldsAt(s_now.AddDays(200)));
        store.Revoke(successor.Id, s_now.AddDays(1));
        Assert.False(store.List().Single(k => k.Id == successor.Id).HoldsAt(s_now.AddDays(1)));
        Assert.Throws<StoreException>(() => store.Rotate(successor.Id, s_now.AddDays(2), TimeSpan.Zero, s_now.AddDays(300)));
    }

    [Fact]
    public void AKeyMustNameItsSellerAndNobodyElses()
    {
        using KeyStore store = KeyStore.Open(_folder.Path);
        Assert.Throws<StoreException>(() => store.Create(KeyRole.Seller, null, "", s_now, s_now.AddDays(1)));
        Assert.Throws<StoreException>(() => store.Create(KeyRole.Analyst, "P-1", "", s_now, s_now.AddDays(1)));
        Assert.Throws<StoreException>(() => store.Create(KeyRole.Analyst, null, "", s_now, s_now));
        Assert.Throws<StoreException>(() => store.Revoke("000000000000", s_now));
        Assert.Empty(store.List());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk_")]
    [InlineData("sk_0123456789ab_")]
    [InlineData("sk_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!")]
    [InlineData("xx_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("sk_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void WhatIsNotShapedLikeAKeyIsNone(string text) => Assert.Null(KeyStore.Parse(text));
}
