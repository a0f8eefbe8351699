namespace Screening.Tests.Laws;

/// <content>Features of links, sellers, holds, tips and what is seen after delivery.</content>
internal sealed partial class BruteForce
{
    private static void OfNetwork(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        _ = (look, known, order, others, asOf);
    }
}
