using System.Text;

namespace Screening.Parties;

/// <summary>Reductions of a word under which different spellings become equal.</summary>
internal static class TokenFolding
{
    /// <summary>Letters that scanners and eyes take for each other made one (0 and O; 1, L and I; RN and M; VV and W; CL and D).</summary>
    public static string Visual(string text)
    {
        var folded = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char next = i + 1 < text.Length ? text[i + 1] : '\0', letter = One(text[i]);
            if (text[i] == 'r' && next == 'n') (letter, i) = ('m', i + 1);
            else if (text[i] == 'v' && next == 'v') (letter, i) = ('w', i + 1);
            else if (text[i] == 'c' && next == 'l') (letter, i) = ('d', i + 1);
            folded.Append(letter);
        }

        return folded.ToString();

        // A word of digits alone stays as it is: 10 and 1O may be one word, 10 and 16 never are.
        char One(char letter) => IsNumber(text) ? letter : letter switch { '0' => 'o', '1' or 'l' => 'i', '5' => 's', '8' => 'b', '9' => 'g', '6' => 'g', '2' => 'z', '3' => 'e', '4' => 'a', _ => letter };
    }

    /// <summary>A bit for each letter and digit that it holds.</summary>
    public static ulong Letters(string text)
    {
        ulong letters = 0;
        foreach (char letter in text) letters |= 1UL << (letter < 64 ? letter - '0' + 32 : letter - 'a');
        return letters;
    }

    /// <summary>Whether it is digits alone.</summary>
    public static bool IsNumber(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>Consonants by sound, and whether it begins with a vowel; empty for fewer than two consonants.</summary>
    public static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        int consonants = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char next = i + 1 < text.Length ? text[i + 1] : '\0', letter = text[i];
            if (char.IsAsciiDigit(letter)) return "";
            char heard = Heard(letter, next, ref i);
            if (heard == '\0' || (heard == 'a' && sound.Length > 0) || (sound.Length > 0 && sound[^1] == heard)) continue;
            if (heard != 'a') consonants++;
            sound.Append(heard);
        }

        return consonants < 2 ? "" : sound.ToString();
    }

    /// <summary>Consonants as an Arabic or Hebrew spelling would give them; empty for fewer than two.</summary>
    public static string Skeleton(string text)
    {
        var bones = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char next = i + 1 < text.Length ? text[i + 1] : '\0';
            char heard = Heard(text[i], next, ref i);
            heard = heard switch { 'p' => 'b', 'v' => 'f', 'g' => 'k', 'w' or 'h' or 'a' => '\0', _ => heard };
            if (heard != '\0' && (bones.Length == 0 || bones[^1] != heard)) bones.Append(heard);
        }

        return bones.Length < 2 ? "" : bones.ToString();
    }

    private static char Heard(char letter, char next, ref int at)
    {
        switch (letter, next)
        {
            case ('p', 'h'): at++; return 'f';
            case ('c', 'k'): at++; return 'k';
            case ('k' or 'g' or 'd' or 't', 'h'): at++; return letter == 'g' ? 'g' : letter == 'd' ? 'd' : letter == 't' ? 't' : 'k';
            case ('s' or 'c', 'h') or ('z', 'h'): at++; return letter == 'z' ? 'j' : 'x';
            case ('t', 's'): at++; return 's';
        }

        return letter switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' or 'y' => 'a',
            'c' or 'q' => 'k',
            'z' => 's',
            'j' => 'j',
            'w' => 'w',
            'h' => '\0',
            _ => letter,
        };
    }
}
