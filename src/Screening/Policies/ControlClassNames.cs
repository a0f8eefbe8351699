namespace Screening.Policies;

/// <summary>Control classes as they are written, and how strict they are.</summary>
public static class ControlClassNames
{
    private static readonly (ControlClass Class, string Text, int Strictness)[] s_all =
    [
        (ControlClass.NotAssessable, "not assessable", -1),
        (ControlClass.None, "none", 0),
        (ControlClass.Notified, "notified", 1),
        (ControlClass.Memory3A090C, "3A090.c", 1),
        (ControlClass.Part3A090B, "3A090.b", 2),
        (ControlClass.System4A090B, "4A090.b", 2),
        (ControlClass.Part3A090A, "3A090.a", 3),
        (ControlClass.System4A090A, "4A090.a", 3),
    ];

    /// <summary>The class as it is written: 3A090.a.</summary>
    public static string Text(this ControlClass value) => Array.Find(s_all, one => one.Class == value).Text;

    /// <summary>
    /// 3 for .a, 2 for .b, 1 for .c and for an individual notice, 0 for none, by how many destinations a licence is asked for; -1 when
    /// the class cannot be assessed, which is less than nothing known and not less strict.
    /// </summary>
    public static int Strictness(this ControlClass value) => Array.Find(s_all, one => one.Class == value).Strictness;

    /// <summary>The class of a text as <see cref="Text"/> writes it, or <c>null</c>.</summary>
    public static ControlClass? Of(string text)
    {
        int at = Array.FindIndex(s_all, one => one.Text == text);
        return at < 0 ? null : s_all[at].Class;
    }
}
