using System.Text;

namespace Screening.Typologies;

/// <summary>
/// Marks for the parties, places and goods of an order that a sentence speaks of. A typology knows numbers and no names; whoever knows the
/// order fills the marks in with <see cref="Fill"/>. An order's parties differ from the subject of an alert, so that no sentence says "its".
/// </summary>
public static class Mention
{
    /// <summary>The purchaser of the order.</summary>
    public const string Purchaser = "{purchaser}";

    /// <summary>The end user of the order.</summary>
    public const string EndUser = "{end user}";

    /// <summary>The ultimate consignee of the order.</summary>
    public const string Consignee = "{ultimate consignee}";

    /// <summary>The seller of the order.</summary>
    public const string Seller = "{seller}";

    /// <summary>The party that the order belongs to: end user, else ultimate consignee, else purchaser.</summary>
    public const string Subject = "{subject}";

    /// <summary>In brackets after "destination": its country; nothing where none is told.</summary>
    public const string Destination = "{ (destination)}";

    /// <summary>In brackets after "hub": the countries of the way with the highest hub tier.</summary>
    public const string Hub = "{ (hub)}";

    /// <summary>In brackets: the countries outside the destination in which shipments end.</summary>
    public const string End = "{ (end)}";

    /// <summary>In brackets after "controlled goods": which they are and their class.</summary>
    public const string Goods = "{ (goods)}";

    /// <summary>In brackets after "headquarters or parent": the countries of the end user's.</summary>
    public const string EndUserParent = "{ (end user's parent)}";

    /// <summary>In brackets after "headquarters or parent": the countries of the purchaser's.</summary>
    public const string PurchaserParent = "{ (purchaser's parent)}";

    /// <summary>The text of others, such as a name, so that no brace in it is taken for a mark.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace("{", "{{", StringComparison.Ordinal);
    }

    /// <summary>Fills the marks of a sentence in.</summary>
    /// <param name="sentence">With marks; a doubled brace is a brace.</param>
    /// <param name="of">What stands for a mark.</param>
    public static string Fill(string sentence, Func<string, string> of)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(of);
        var filled = new StringBuilder(sentence.Length);
        for (int at = 0; Next(sentence, ref at, out ReadOnlySpan<char> part, out bool isMark);)
        {
            if (isMark) filled.Append(of(part.ToString()));
            else filled.Append(part);
        }

        return filled.ToString();
    }

    /// <summary>Takes the next part of a sentence: a mark, or words without any.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="at">Where the part begins; then where the next does.</param>
    /// <param name="part">The part; of a doubled brace one.</param>
    /// <param name="isMark">Whether it is a mark.</param>
    /// <returns>Whether there is one.</returns>
    internal static bool Next(string sentence, ref int at, out ReadOnlySpan<char> part, out bool isMark)
    {
        part = default;
        isMark = false;
        if (at >= sentence.Length) return false;
        ReadOnlySpan<char> rest = sentence.AsSpan(at);
        int brace = rest.IndexOf('{');
        if (brace != 0)
        {
            part = brace < 0 ? rest : rest[..brace];
            at += part.Length;
            return true;
        }

        bool isDoubled = rest.Length > 1 && rest[1] == '{';
        int end = isDoubled ? -1 : rest.IndexOf('}');
        isMark = end > 0;
        part = isMark ? rest[..(end + 1)] : rest[..1];
        at += isDoubled ? 2 : part.Length;
        return true;
    }

    /// <summary>A sentence of which nobody knows the order: "the purchaser", and nothing in brackets.</summary>
    public static string Plain(string sentence) => Fill(sentence, mark => mark.StartsWith("{ (", StringComparison.Ordinal) ? "" : mark == Subject ? "the end user" : "the " + mark[1..^1]);
}
