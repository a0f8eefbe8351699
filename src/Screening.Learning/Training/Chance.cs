using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Learning.Training;

/// <summary>Draws that belong to a name and a seed: the same wherever and in whatever order they are drawn.</summary>
internal static class Chance
{
    /// <summary>A share, 0 inclusive to 1 exclusive.</summary>
    public static double Of(string name, int seed)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}/{name}")), hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
