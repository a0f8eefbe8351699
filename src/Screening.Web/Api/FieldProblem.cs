namespace Screening.Web.Api;

/// <summary>What is wrong with a value that was sent.</summary>
/// <param name="Field">Where it stands, such as <c>lines[2].quantity</c>; empty for the body as a whole.</param>
/// <param name="Value">What was sent, shortened; <c>null</c> when nothing was.</param>
/// <param name="Accepted">What would have been accepted.</param>
internal sealed record FieldProblem(string Field, string? Value, string Accepted)
{
    private const int MostCharacters = 80;

    /// <summary>With the value as it stands in an answer: no more than a line of it, and nothing in it that ends one.</summary>
    public static FieldProblem Of(string field, string? value, string accepted)
    {
        if (value is null) return new FieldProblem(field, null, accepted);
        string shown = value.Length > MostCharacters ? value[..MostCharacters] + "..." : value;
        return new FieldProblem(field, string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)), accepted);
    }
}
