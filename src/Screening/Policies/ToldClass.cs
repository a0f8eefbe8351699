namespace Screening.Policies;

/// <summary>A control class as a seller tells it, held against the computed one. That they differ is itself a sign (T26).</summary>
/// <param name="Text">As told.</param>
/// <param name="Class">The class it names; <c>null</c> when the text names none or leaves the paragraph open (3A090, 5A992.z).</param>
/// <param name="IsOpen">Whether it says 3A090 or 4A090 without the paragraph, or a .z paragraph, which stands for one of them.</param>
public sealed record ToldClass(string Text, ControlClass? Class, bool IsOpen)
{
    /// <summary>
    /// Reads a told class: 3A090.a and the like with anything after it, none, EAR99, another control number (which is none of these
    /// classes), none with a notice. <c>null</c> when nothing is told.
    /// </summary>
    public static ToldClass? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        string told = text.Trim().ToUpperInvariant();
        if (told.StartsWith("NONE", StringComparison.Ordinal))
            return new ToldClass(text, told.Contains("NOTICE", StringComparison.Ordinal) ? ControlClass.Notified : ControlClass.None, false);
        if (told.StartsWith("NOTIFIED", StringComparison.Ordinal)) return new ToldClass(text, ControlClass.Notified, false);
        if (told.StartsWith("EAR99", StringComparison.Ordinal)) return new ToldClass(text, ControlClass.None, false);
        if (!IsControlNumber(told)) return new ToldClass(text, null, false);
        char paragraph = told.Length > 6 && told[5] == '.' ? told[6] : ' ';
        ControlClass? named = (told[..5], paragraph) switch
        {
            ("3A090", 'A') => ControlClass.Part3A090A,
            ("3A090", 'B') => ControlClass.Part3A090B,
            ("3A090", 'C') => ControlClass.Memory3A090C,
            ("4A090", 'A') => ControlClass.System4A090A,
            ("4A090", 'B') => ControlClass.System4A090B,
            ("3A090" or "4A090", _) or (_, 'Z') => null,
            _ => ControlClass.None,
        };
        return new ToldClass(text, named, named is null);
    }

    /// <summary>Holds it against the class that was computed.</summary>
    public ClassAgreement Against(ControlClass computed)
    {
        if (computed == ControlClass.NotAssessable) return ClassAgreement.CannotCompare;
        if (Class is { } told)
        {
            int difference = computed.Strictness() - told.Strictness();
            return computed == told ? ClassAgreement.Agree : difference > 0 ? ClassAgreement.ComputedIsStricter : difference < 0 ? ClassAgreement.ToldIsStricter : ClassAgreement.Differ;
        }

        if (!IsOpen) return ClassAgreement.CannotCompare;
        return computed switch
        {
            ControlClass.None => ClassAgreement.ToldIsStricter,
            ControlClass.Notified => ClassAgreement.Differ,
            _ => ClassAgreement.Agree,
        };
    }

    private static bool IsControlNumber(string told) =>
        told.Length >= 5 && char.IsAsciiDigit(told[0]) && told[1] is >= 'A' and <= 'E' && char.IsAsciiDigit(told[2]) && char.IsAsciiDigit(told[3]) && char.IsAsciiDigit(told[4])
        && (told.Length == 5 || !char.IsAsciiLetterOrDigit(told[5]));
}
