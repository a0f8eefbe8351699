using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Screening.Cli.Benchmarks;

/// <summary>
/// An invented delivery of order lines as an exporter would send it: ascending order numbers of one to four lines, 40 sellers, 200,000 parties of which a few
/// buy most, 800 products, moments within the day. About 160 bytes a line. The same seed gives the same bytes.
/// </summary>
internal static class OrderLines
{
    private const int Sellers = 40;
    private const int Parties = 200_000;
    private const int Products = 800;
    private const int MostLines = 4;
    private const string Header =
        "order_id,version,line_no,status,ordered_at,seller_id,purchaser_id,ultimate_consignee_id,end_user_id,forwarding_agent_id,payer_id,destination_country,ship_to_country,end_use,product_id,quantity,value_usd,known_at,hs_code,incoterms,mode\n";

    private static readonly DateTime LastDay = new(2024, 5, 31, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Countries = ["US", "DE", "CN", "JP", "GB", "FR", "KR", "NL", "SG", "TW", "IN", "AE", "TR", "HK", "MY", "CA", "IT", "ES", "KZ", "VN"];
    private static readonly string[] Uses = ["", "", "", "data centre", "laboratory", "machine tools", "research, civil", "resale"];
    private static readonly string[] Terms = ["", "EXW", "FCA", "CIF", "DAP"];
    private static readonly string[] Modes = ["", "air", "ocean", "road", "courier"];

    /// <summary>When a delivery of these lines comes.</summary>
    public static DateTime DeliveredAtUtc => LastDay.AddDays(1);

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where to; replaced.</param>
    /// <param name="rows">Lines.</param>
    /// <param name="days">Days over which they became known, in no order; 1 is one day's delivery, all of it known at once.</param>
    /// <param name="seed">Of the draws.</param>
    public static void Write(string path, long rows, int days, int seed)
    {
        var random = new Random(seed);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        stream.Write(Encoding.ASCII.GetBytes(Header));
        var line = new byte[512];
        long order = 0;
        for (long row = 0; row < rows;)
        {
            order++;
            Order shared = Draw(random, order, days);
            int lines = (int)Math.Min(rows - row, 1 + random.Next(MostLines));
            for (int number = 1; number <= lines; number++, row++) stream.Write(line, 0, Line(line, shared, number, random));
        }
    }

    private static Order Draw(Random random, long number, int days)
    {
        DateTime day = LastDay.AddDays(-random.Next(days));
        DateTime ordered = day.AddSeconds(random.Next(86_400));
        int purchaser = Party(random);
        int consignee = random.Next(4) == 0 ? Party(random) : purchaser;
        return new Order(number, ordered, day.AddDays(1).AddSeconds(-1), random.Next(Sellers), purchaser, consignee, random.Next(3) == 0 ? -1 : consignee, random.Next(Countries.Length));
    }

    /// <summary>A few parties buy most: the logarithm of the number is uniform.</summary>
    private static int Party(Random random) => (int)Math.Exp(random.NextDouble() * Math.Log(Parties));

    private static int Line(byte[] to, Order order, int number, Random random)
    {
        var line = new LineText(to);
        line.Text("SO-").Number(order.Number, 'D', 10).Next().Text("1").Next().Number(number).Next().Text("placed").Next().Moment(order.OrderedAtUtc).Next();
        line.Text("SELLER-").Number(order.Seller).Next().Text("P").Number(order.Purchaser, 'D', 7).Next().Text("P").Number(order.Consignee, 'D', 7).Next();
        if (order.EndUser >= 0) line.Text("P").Number(order.EndUser, 'D', 7);
        line.Next().Text("FWD-").Number(order.Seller % 9).Next().Text("P").Number(order.Purchaser, 'D', 7).Next();
        line.Text(Countries[order.Country]).Next().Text(Countries[order.Country]).Next();
        string use = Uses[random.Next(Uses.Length)];
        line.Text(use.Contains(',', StringComparison.Ordinal) ? $"\"{use}\"" : use).Next().Text("SKU-").Number(random.Next(Products)).Next().Number(1 + random.Next(500)).Next();
        line.Number(100 + random.Next(90_000)).Text(".").Number(random.Next(100), 'D', 2).Next().Moment(order.KnownAtUtc).Next();
        line.Text("8542.31").Next().Text(Terms[random.Next(Terms.Length)]).Next().Text(Modes[random.Next(Modes.Length)]).Text("\n");
        return line.Used;
    }

    private readonly record struct Order(long Number, DateTime OrderedAtUtc, DateTime KnownAtUtc, int Seller, int Purchaser, int Consignee, int EndUser, int Country);

    private sealed class LineText(byte[] to)
    {
        public int Used { get; private set; }

        public LineText Text(string text)
        {
            Used += Encoding.ASCII.GetBytes(text, to.AsSpan(Used));
            return this;
        }

        public LineText Number(long value, char format = 'D', byte digits = 0)
        {
            _ = Utf8Formatter.TryFormat(value, to.AsSpan(Used), out int written, new System.Buffers.StandardFormat(format, digits));
            Used += written;
            return this;
        }

        public LineText Moment(DateTime moment)
        {
            _ = moment.TryFormat(to.AsSpan(Used), out int written, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            Used += written;
            return this;
        }

        public LineText Next() => Text(",");
    }
}
