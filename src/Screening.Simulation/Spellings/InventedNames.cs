namespace Screening.Simulation.Spellings;

/// <summary>Names of firms and persons that nobody bears: invented syllables between words of business and legal forms.</summary>
public static class InventedNames
{
    private static readonly string[] Starts = ["Bra", "Ve", "Tro", "Quel", "Mar", "Zo", "Lin", "Gar", "Pe", "Kas", "Dor", "Fen", "Hu", "Jal", "Nor", "Ost", "Pla", "Ri", "Sen", "Tul", "Ul", "Vor", "Wes", "Yar", "Cal", "Eri", "Hol", "Ira"];
    private static readonly string[] Middles = ["ni", "to", "ra", "lek", "min", "do", "ve", "sta", "go", "pi", "lu", "ster", "ca", "be", "ron", "za", "we", "fo"];
    private static readonly string[] Ends = ["x", "nia", "tek", "ra", "vel", "dor", "mond", "lis", "quin", "berg", "son", "ta", "vic", "zen", "port", "field", "man", "ova"];
    private static readonly string[] Business = ["Trading", "Technologies", "Electronics", "Logistics", "Systems", "Holdings", "International", "Engineering", "Shipping", "Energy", "Industries", "Consulting", "Foods", "Pharma", "Capital", "Software", "Bank", "Aviation"];
    private static readonly string[] Forms = ["Ltd.", "LLC", "Inc.", "GmbH", "S.A.", "Co., Ltd.", "PLC", "B.V.", "Pte Ltd", "AG", "S.r.l.", "Oy"];

    /// <summary>A name by chance: nine of ten are firms.</summary>
    public static string Next(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random.Next(10) == 0) return $"{Word(random)} {Word(random)}";
        string name = random.Next(3) == 0 ? $"{Word(random)} {Word(random)}" : Word(random);
        for (int i = random.Next(3); i > 0; i--) name += " " + Business[random.Next(Business.Length)];
        return random.Next(8) == 0 ? name : $"{name} {Forms[random.Next(Forms.Length)]}";
    }

    private static string Word(Random random)
    {
        string word = Starts[random.Next(Starts.Length)];
        for (int i = random.Next(1, 3); i > 0; i--) word += Middles[random.Next(Middles.Length)];
        return word + Ends[random.Next(Ends.Length)];
    }
}
