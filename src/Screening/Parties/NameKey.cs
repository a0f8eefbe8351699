using System.Globalization;
using System.Text;

namespace Screening.Parties;

/// <summary>
/// A name reduced to what an exact comparison looks at: compatibility-normalised (NFKD) without marks, upper case, only letters
/// and digits, words separated by one space, legal forms at the end left out. Two names with one key are the same name
/// written differently; nothing fuzzier is decided here.
/// </summary>
public static class NameKey
{
    // Legal forms as they stand at the end of names, most common first; a name that is nothing else keeps them.
    private static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal)
    {
        "LTD", "COLTD", "LIMITED", "LLC", "INC", "INCORPORATED", "CORP", "CORPORATION", "CO", "COMPANY", "GMBH", "AG", "KG", "SE", "SA", "SAS", "SARL",
        "SPA", "SRL", "BV", "NV", "AB", "AS", "ASA", "OY", "OYJ", "APS", "PLC", "LLP", "LP", "PTE", "PTY", "PVT", "PRIVATE", "SDN", "BHD", "JSC",
        "OJSC", "CJSC", "PJSC", "OOO", "OAO", "ZAO", "KK", "FZE", "FZCO", "FZ", "DMCC", "TBK", "PT",
    };

    /// <summary>The key of a name; empty when the name holds no letter or digit, and then it equals no other name.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (Rune rune in name.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsLetterOrDigit(rune)) word.Append(Rune.ToUpperInvariant(rune).ToString());
            else if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark) continue;
            else if (rune.Value is '.' or '\'' or '\u2019') continue; // "Co.Ltd." and "L.L.C." are words with stops, O'Neil is one word
            else Close();
        }

        Close();
        int kept = words.Count;
        while (kept > 1 && LegalForms.Contains(words[kept - 1])) kept--;
        return string.Join(' ', words.Take(kept));

        void Close()
        {
            if (word.Length == 0) return;
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
