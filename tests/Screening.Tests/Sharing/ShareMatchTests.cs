using System.Text;
using Screening.Data.Contracts;
using Screening.Data.Transliteration;
using Screening.Sharing;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Sharing;

public sealed class ShareMatchTests
{
    private static readonly byte[] s_key = Encoding.ASCII.GetBytes("a key of thirty-two bytes or more");
    private static readonly OwnParty[] s_own =
    [
        new("P-1", "Muster Ember Inference Pte. Ltd.", "SG", "1 Example Road", "201912345K"),
        new("P-2", "Muster Ember Inference GmbH", "DE", null, null),
        new("P-3", "Specimen Quarry Logistics", "AE", null, "AE-77-0912"),
        new("P-4", "", "AE", null, null),
    ];

    [Fact]
    public void AHashIsOfTheNameAsItIsComparedAndOfItsCountry()
    {
        Assert.Equal(SharedHash.Of(s_key, "MÜSTER EMBER", "SG", null), SharedHash.Of(s_key, "Muster Ember Pte. Ltd.", "SG", null));
        Assert.NotEqual(SharedHash.Of(s_key, "Muster Ember", "SG", null), SharedHash.Of(s_key, "Muster Ember", "MY", null));
        byte[] other = [.. s_key.Reverse()];
        Assert.NotEqual(SharedHash.Of(s_key, "Muster Ember", "SG", null), SharedHash.Of(other, "Muster Ember", "SG", null));
        Assert.NotEqual(SharedHash.KeyId(s_key), SharedHash.KeyId(other));
        Assert.Empty(SharedHash.Of(s_key, "Muster Ember", null, null));
        Assert.Empty(SharedHash.Of(s_key, "-", "SG", null));
        Assert.Contains("32 bytes at least, this one has 31", Assert.Throws<ArgumentException>(() => SharedHash.Of(s_key.AsSpan(0, 31), "A", "SG", null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHashedPackageFindsWhoIsTheSameByNameOrByRegisterAndNobodyElse()
    {
        SharePackage package = Package(
            SharedHash.KeyId(s_key),
            new SharedParty { Hashes = SharedHash.Of(s_key, "Muster Ember Inference Ltd", "SG", null), Typologies = ["T12"], State = "new", Since = default, Compute = "" },
            new SharedParty { Hashes = SharedHash.Of(s_key, "Another name altogether", "AE", "AE-77-0912"), Typologies = [], State = "new", Since = default, Compute = "" });
        Assert.Equal([("P-1", 0, "hash"), ("P-3", 1, "hash")], ShareMatch.Of(package, s_own, Folding, s_key).Select(m => (m.PartyId, m.Shared, m.By)));
        Assert.Contains("hashed by key " + package.KeyId + ", not by this one", Assert.Throws<ArgumentException>(() => ShareMatch.Of(package, s_own, Folding, s_key.Reverse().ToArray())).Message, StringComparison.Ordinal);
        Assert.Contains("none is given", Assert.Throws<ArgumentException>(() => ShareMatch.Of(package, s_own, Folding, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANamedPackageFindsWhatIsWrittenALittleOtherwiseAndANumberWhateverTheName()
    {
        SharePackage package = Package(
            null,
            new SharedParty { Name = "Muster Embr Inference", Country = "SG", Typologies = ["T12"], State = "new", Since = default, Compute = "" },
            new SharedParty { Name = "Another name altogether", Country = "AE", RegistrationNumber = "AE-77-0912", Typologies = [], State = "new", Since = default, Compute = "" });
        IReadOnlyList<ShareMatch> matches = ShareMatch.Of(package, s_own, Folding, []);
        Assert.Contains(matches, m => (m.PartyId, m.Shared) == ("P-1", 0));
        Assert.Contains(matches, m => (m.PartyId, m.Shared) == ("P-3", 1));
        Assert.DoesNotContain(matches, m => m.PartyId == "P-4");
        Assert.All(matches, m => Assert.InRange(m.Score, 0.7, 1));
    }

    private static Screening.Parties.NameFolding Folding => NameTables.Folding(ContractStore.Load(Path.Combine(SomeDelivery.Root, "data-contracts")));

    private static SharePackage Package(string? keyId, params SharedParty[] parties) => new()
    {
        Format = SharePackage.FormatName,
        Sharer = "Specimen Partner",
        MadeAt = DateTime.UnixEpoch,
        Night = new DateOnly(2025, 6, 30),
        Policy = "1.1.0",
        KeyId = keyId,
        Meaning = "a question",
        Parties = parties,
        Routes = [],
        Patterns = [],
    };
}
