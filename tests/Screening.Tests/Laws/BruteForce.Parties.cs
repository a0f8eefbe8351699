namespace Screening.Tests.Laws;

/// <content>Features of what is known of parties and what they order.</content>
internal sealed partial class BruteForce
{
    private static void OfParties(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        _ = (look, known, order, others, asOf);
    }
}
