using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Inspections;

/// <summary>
/// A draw that nobody can foresee and everybody can check: each thing's place is the SHA-256 of a secret seed and its id. The seed is drawn anew for a plan and kept
/// with it; its hash can be shown before, and the seed afterwards, so that it can be proven that nothing was drawn twice until it suited.
/// </summary>
public sealed class InspectionDraw
{
    private readonly byte[] _seed;

    /// <summary>A draw by a seed.</summary>
    /// <param name="seed">16 bytes or more.</param>
    public InspectionDraw(byte[] seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        if (seed.Length < 16) throw new ArgumentException($"a seed has 16 bytes at least, this one has {seed.Length}", nameof(seed));
        _seed = seed;
    }

    /// <summary>The seed as hexadecimal digits: secret until the visits are done.</summary>
    public string Seed => Convert.ToHexStringLower(_seed);

    /// <summary>What can be shown before: SHA-256 of the seed.</summary>
    public string Commitment => Convert.ToHexStringLower(SHA256.HashData(_seed));

    /// <summary>The first so many of things in the order of the draw, each with the same chance.</summary>
    /// <param name="what">What is drawn, so that two draws by one seed have nothing to do with each other.</param>
    /// <param name="ids">Ids; their order does not matter.</param>
    /// <param name="count">How many.</param>
    public IReadOnlyList<string> Take(string what, IEnumerable<string> ids, int count) =>
        [.. ids.Select(id => (Id: id, Place: Place(what, id))).OrderBy(drawn => drawn.Place, StringComparer.Ordinal).ThenBy(drawn => drawn.Id, StringComparer.Ordinal).Take(count).Select(drawn => drawn.Id)];

    /// <summary>A number from 0 to below a bound.</summary>
    public int Below(string what, string id, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // 128 bits over the bound: the part by which one number is likelier than another is far below anything that could be told.
        UInt128 number = BinaryPrimitives.ReadUInt128BigEndian(Hash(what, id));
        return (int)(number % (UInt128)bound);
    }

    private string Place(string what, string id) => Convert.ToHexStringLower(Hash(what, id));

    private byte[] Hash(string what, string id) => HMACSHA256.HashData(_seed, Encoding.UTF8.GetBytes(what + "\n" + id));
}
