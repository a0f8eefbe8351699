using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Web.Live;

/// <summary>
/// Cursors of changes, which are numbered by each replica for itself: a cursor carries 21 bits that follow from the replica's name above the number, so that one of
/// another replica is refused and not taken for a place in this one's changes. Without a name it is the number. All fit into a number of JSON, 2^53.
/// </summary>
/// <param name="replica">Name of the replica; <c>null</c> for none.</param>
internal sealed class ChangeCursor(string? replica)
{
    private const int NumberBits = 32;
    private readonly long _mark = replica is null ? 0 : Math.Max(1L, BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(replica))) >> 11) << NumberBits;

    /// <summary>Name of the replica; <c>null</c> for none.</summary>
    public string? Replica => replica;

    /// <summary>What is accepted.</summary>
    public string Accepted { get; } = "0, or a cursor that " + (replica is null ? "this endpoint" : "replica " + replica) + " answered: changes are numbered by each replica for itself";

    /// <summary>The cursor behind a number; 0 behind none.</summary>
    public long Of(long number) => number == 0 ? 0 : _mark | number;

    /// <summary>The number of a cursor; <c>null</c> when it is another replica's.</summary>
    public long? Number(long cursor) => cursor == 0 ? 0 : cursor >> NumberBits == _mark >> NumberBits ? cursor & ((1L << NumberBits) - 1) : null;
}
