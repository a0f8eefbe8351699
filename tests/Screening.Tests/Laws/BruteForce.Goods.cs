namespace Screening.Tests.Laws;

/// <content>Features of goods, ways, papers and payments.</content>
internal sealed partial class BruteForce
{
    private static void OfGoods(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        _ = (look, known, order, others, asOf);
    }
}
