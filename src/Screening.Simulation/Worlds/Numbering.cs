namespace Screening.Simulation;

/// <summary>
/// Numbers that say nothing: a party's place in the simulator is sent through a keyed permutation (a four-round Feistel
/// network), so that numbers are distinct without a table and a diverter's number looks like any other.
/// </summary>
internal sealed class Numbering(ulong seed)
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public string Party(StoryKind kind, int index, int member) =>
        "P-" + Text(Permute(((ulong)kind << 37) | ((ulong)index << 8) | (uint)member, 20, 0x5041), 8);

    public string Order(StoryKind kind, int index, int number) =>
        "SO-" + Text(Permute(((ulong)kind << 47) | ((ulong)index << 18) | (uint)number, 25, 0x4F52), 10);

    /// <summary>
    /// A telephone number of country code 999, which ITU-T E.164 assigns to no country: it can ring nowhere.
    /// </summary>
    public string Phone(StoryKind kind, int index, int member)
    {
        ulong permuted = Permute(((ulong)kind << 33) | ((ulong)index << 6) | (uint)member, 18, 0x5048);
        return "+999" + permuted.ToString("D11", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A number shaped like a Legal Entity Identifier that no issuer gave out: it begins with SIMULATED.</summary>
    public string Lei(StoryKind kind, int index, int member) =>
        "SIMULATED" + Text(Permute(((ulong)kind << 37) | ((ulong)index << 8) | (uint)member, 20, 0x4C45), 9) + "00";

    private ulong Permute(ulong value, int half, ulong salt)
    {
        ulong mask = (1UL << half) - 1, left = value >> half, right = value & mask;
        for (ulong round = 0; round < 4; round++)
            (left, right) = (right, left ^ (Chance.Mix(seed ^ (salt << 40) ^ (round << 32) ^ right) & mask));
        return (left << half) | right;
    }

    private static string Text(ulong value, int digits) => string.Create(digits, value, static (span, rest) =>
    {
        for (int i = span.Length - 1; i >= 0; i--, rest >>= 5) span[i] = Digits[(int)(rest & 31)];
    });
}
