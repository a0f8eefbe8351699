using System.CommandLine;
using System.CommandLine.Parsing;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary>How every verb is told which snapshot to read, and which moment to judge by.</summary>
internal static class SnapshotOption
{
    /// <summary>The snapshot to read.</summary>
    public static Option<SnapshotAddress?> Snapshot() => new("--snapshot")
    {
        Description = "Snapshot by number, or the newest delivered by a day (its end) or moment (UTC), such as 12, 2024-05-01, 2024-05-01T12:00; the newest if not given",
        CustomParser = result => Parse(result, "--snapshot"),
    };

    /// <summary>The snapshot to look at, as an argument.</summary>
    public static Argument<SnapshotAddress?> Argument() => new("snapshot")
    {
        Description = "Number, day or moment; the newest if not given",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => Parse(result, "snapshot"),
    };

    /// <summary>The moment to judge by.</summary>
    public static Option<DateTime?> AsOf() => new("--as-of")
    {
        Description = "Judge by this day (its end) or moment (UTC); now if not given",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (SnapshotAddress.TryParse(text, out SnapshotAddress? address) && address.AtUtc is { } at) return at;
            result.AddError($"--as-of is '{text}'; accepted: a day such as 2024-05-01 or a moment such as 2024-05-01T12:00 (UTC)");
            return null;
        },
    };

    private static SnapshotAddress? Parse(ArgumentResult result, string name)
    {
        if (result.Tokens.Count == 0) return null;
        string text = result.Tokens[0].Value;
        if (SnapshotAddress.TryParse(text, out SnapshotAddress? address)) return address;
        result.AddError($"{name} is '{text}'; accepted: {SnapshotAddress.Accepted}");
        return null;
    }
}
