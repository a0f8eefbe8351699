using System.Globalization;
using Screening.Simulation;
using Xunit;

namespace Screening.Tests.Simulation;

/// <summary>
/// That no raw cell and no mere presence of rows tells diverting orders from honest ones: whoever learns from such a world must put several facts together. Each
/// column of an order, of its parties and of every dataset that names them is a score by itself, as a number, as being told, as each of its common values and as
/// a count of rows.
/// </summary>
public sealed class LeakTests
{
    private const double MostAuc = 0.9;

    // Free text and keys name one row each; what is a value of many rows is looked at.
    private static readonly string[] s_keys = ["order_id", "shipment_id", "known_at", "party_id", "name", "address", "phone", "email_domain", "registration_number", "lei"];

    // Two parties of one group for look-ups: whose row of a dataset counts for an order.
    private static readonly (string Dataset, string Column)[] s_partyDatasets =
        [("parties", "party_id"), ("party_events", "party_id"), ("balance_sheets", "party_id"), ("capacity", "party_id"), ("certificates", "party_id"), ("installations", "party_id"), ("device_reports", "party_id"), ("tips", "party_id"), ("tenants", "provider_id"), ("audits_and_bonds", "party_id")];

    private static readonly string[] s_orderDatasets = ["shipments", "payments", "certificates", "device_reports", "holds"];

    [Theory]
    [InlineData("A", 20_000)]
    [InlineData("C", 8_000)]
    public void NoCellAndNoPresenceOfRowsTellsCasesFromHonestOrders(string family, int orders)
    {
        string folder = Directory.CreateTempSubdirectory("screening-leak-").FullName;
        try
        {
            WorldWriter.Write(World.Generate(new() { Orders = orders, Days = 365, Seed = 4, DiversionShare = 0.03, Family = WorldFamily.Of(family) }), folder, TestContext.Current.CancellationToken);
            Dictionary<string, double> aucs = Aucs(folder);
            Assert.True(aucs.Count > 300, $"only {aucs.Count} scores");
            foreach ((string score, double auc) in aucs.OrderByDescending(a => a.Value).Take(12))
                TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{family} {auc:0.000} {score}"));
            Assert.All(aucs, auc => Assert.True(auc.Value <= MostAuc, FormattableString.Invariant($"family {family}: {auc.Key} alone has an AUC of {auc.Value:0.000}")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, double> Aucs(string folder)
    {
        HashSet<string> diverted = [.. Csv.Read(Path.Combine(folder, "truth", "diversions.csv")).SelectMany(row => row["order_ids"].Split(';'))];
        List<Dictionary<string, string>> orders = [.. Rows(folder, "orders").Where(row => row["version"] == "1" && row["line_no"] == "1")];
        var table = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (Dictionary<string, string> order in orders) table.Add(order["order_id"], new(StringComparer.Ordinal));
        foreach (Dictionary<string, string> order in orders) Put(table[order["order_id"]], "orders", order);
        foreach (string dataset in s_orderDatasets)
        {
            foreach (Dictionary<string, string> row in Rows(folder, dataset))
            {
                if (table.TryGetValue(row["order_id"], out Dictionary<string, string>? cells)) Add(cells, dataset, row);
            }
        }

        foreach ((string dataset, string column) in s_partyDatasets)
        {
            ILookup<string, Dictionary<string, string>> rows = Rows(folder, dataset).ToLookup(row => row[column], StringComparer.Ordinal);
            foreach (Dictionary<string, string> order in orders)
            {
                foreach (string role in (string[])["purchaser_id", "end_user_id"])
                {
                    foreach (Dictionary<string, string> row in rows[order[role]]) Add(table[order["order_id"]], $"{role[..^3]} {dataset}", row);
                }
            }
        }

        return Scores(table, diverted);
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string folder, string dataset) =>
        Csv.Read(Path.Combine(folder, "history", dataset + ".csv")).Concat(Csv.Read(Path.Combine(folder, "last-day", dataset + ".csv")));

    private static void Add(Dictionary<string, string> cells, string dataset, Dictionary<string, string> row)
    {
        string rows = dataset + " rows";
        cells[rows] = (1 + int.Parse(cells.GetValueOrDefault(rows, "0"), CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
        Put(cells, dataset, row);
    }

    // The latest row stands for the others.
    private static void Put(Dictionary<string, string> cells, string dataset, Dictionary<string, string> row)
    {
        foreach ((string column, string value) in row)
        {
            if (!s_keys.Contains(column)) cells[dataset + "." + column] = value;
        }
    }

    private static Dictionary<string, double> Scores(Dictionary<string, Dictionary<string, string>> table, HashSet<string> diverted)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string column in table.Values.SelectMany(cells => cells.Keys).Distinct(StringComparer.Ordinal).ToList())
        {
            string[] values = [.. table.Values.Select(cells => cells.GetValueOrDefault(column, ""))];
            bool[] labels = [.. table.Keys.Select(diverted.Contains)];
            scores.Add(column + " told", AucOf(values, labels, value => value.Length > 0));
            double[] numbers = [.. values.Select(Number)];
            if (numbers.Count(number => number > double.MinValue) > numbers.Length / 50) scores.Add(column, Auc(numbers, labels));
            foreach (IGrouping<string, string> common in values.Where(value => value.Length > 0).GroupBy(value => value, StringComparer.Ordinal).Where(group => group.Count() >= 100).Take(40))
                scores.Add($"{column} = {common.Key}", AucOf(values, labels, value => value == common.Key));
        }

        return scores;
    }

    private static double Number(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTime moment) && value.Length >= 10 ? moment.Ticks : double.MinValue;

    // Of a yes or no it is the mean of both rates.
    private static double AucOf(string[] values, bool[] labels, Func<string, bool> says)
    {
        int cases = 0, honest = 0, casesSaid = 0, honestSaid = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (labels[i]) (cases, casesSaid) = (cases + 1, casesSaid + (says(values[i]) ? 1 : 0));
            else (honest, honestSaid) = (honest + 1, honestSaid + (says(values[i]) ? 1 : 0));
        }

        // What every second time means a case, and of a tenth of the cases, gives them away whatever its AUC.
        if (casesSaid > 0.1 * cases && casesSaid > honestSaid) return 1;
        double auc = (1 + ((double)casesSaid / cases) - ((double)honestSaid / honest)) / 2;
        return Math.Max(auc, 1 - auc);
    }

    // Rank sum; whichever way it separates.
    private static double Auc(double[] scores, bool[] labels)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];
        double ranks = 0, positives = labels.Count(label => label), negatives = labels.Length - positives;
        for (int i = 0; i < order.Length;)
        {
            int j = i;
            while (j < order.Length && scores[order[j]] == scores[order[i]]) j++;
            double rank = (i + j + 1) / 2.0;
            for (; i < j; i++)
            {
                if (labels[order[i]]) ranks += rank;
            }
        }

        double auc = (ranks - (positives * (positives + 1) / 2)) / (positives * negatives);
        return Math.Max(auc, 1 - auc);
    }
}
