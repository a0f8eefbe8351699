using System.Runtime.InteropServices;

namespace Screening.Cli.Nightly;

/// <summary>What a look came to, as far as that is needed of every one: what subjects are ranked by, and what the store keeps.</summary>
/// <param name="Margin">Log-odds by which the order ranks.</param>
/// <param name="ShadowMargin">The same with the model in the shadow; NaN without one.</param>
/// <param name="ShadowLogOdds">What that model says; NaN without one.</param>
/// <param name="PutAside">How many matches with listed names reviewers have put aside.</param>
/// <param name="Holds">1 when a finding is a hold whatever else is known, else 0.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LookScore(double Margin, double ShadowMargin, double ShadowLogOdds, int PutAside, int Holds)
{
    /// <summary>Bytes of one, without gaps.</summary>
    public const int Bytes = 32;

    /// <summary>Whether it is the same to the bit.</summary>
    public bool Is(in LookScore other) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<LookScore>(in this)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<LookScore>(in other)));
}
