namespace Screening.Parties;

/// <summary>Numbers as they are compared: letters and digits in upper case, of at least five characters with at least three digits.</summary>
internal static class IdentifierKeys
{
    private const int Shortest = 5;
    private const int FewestDigits = 3;

    /// <summary>The numbers in a text such as "Passport A-123 456 (Exampleland)".</summary>
    public static IEnumerable<string> Of(string text)
    {
        foreach (string part in text.Split([' ', ',', ';', '(', ')', ':'], StringSplitOptions.RemoveEmptyEntries))
        {
            string key = new([.. part.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
            if (key.Length >= Shortest && key.Count(char.IsAsciiDigit) >= FewestDigits) yield return key;
        }
    }
}
