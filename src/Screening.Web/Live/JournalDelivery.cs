using System.Globalization;
using System.Text.Json;
using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Records;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>
/// The journal as a source of the lake: orders that were decided, with the parties they told, are taken in as they became known. The lake knows what it was told
/// before, so that a journal may be taken in any number of times, while somebody writes it or not.
/// </summary>
internal static class JournalDelivery
{
    private static readonly string[] s_datasets = ["parties", "orders", "certificates", "payments"];
    private const string Mark = "taken-in", Marker = "-journal-";

    /// <summary>Takes in what the lake does not have yet.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="now">When this delivery comes.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What came of parties and orders; empty when nothing waits.</returns>
    public static IReadOnlyList<IngestReport> Take(Lake lake, ContractStore contracts, DateTime now, int threads, CancellationToken cancellation)
    {
        string journal = DecisionBook.FolderOf(lake.FullPath), mark = Path.Combine(journal, Mark);
        if (!Directory.Exists(journal)) return [];
        long taken = File.Exists(mark) && long.TryParse(File.ReadAllText(mark), NumberStyles.None, CultureInfo.InvariantCulture, out long told) ? told : 0;
        // Records that were read before they were durable may have been cut off since: what stands in their place now was never taken in.
        long records = Journal.Scan(journal, static (_, _) => { }).Records;
        if (records == taken) return [];
        if (records < taken) taken = 0;
        return Take(lake, contracts, (taken, mark), now, threads, cancellation);
    }

    private static List<IngestReport> Take(Lake lake, ContractStore contracts, (long Taken, string Mark) from, DateTime now, int threads, CancellationToken cancellation)
    {
        (long taken, string mark) = from;
        string journal = DecisionBook.FolderOf(lake.FullPath);
        string folder = Path.Combine(journal, string.Create(CultureInfo.InvariantCulture, $"delivery-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"{Marker}{taken:D12}.jsonl");
        string Of(string dataset) => Path.Combine(folder, dataset + name);
        try
        {
            (long records, DateTime latest) = Write(journal, taken, Countries(contracts), Of, cancellation);
            // Each after those that it refers to.
            List<IngestReport> reports = [.. s_datasets.Where(d => new FileInfo(Of(d)).Length > 0).Select(d => Ingest(lake, contracts, d, Of(d), Later(now, latest), threads, cancellation))];
            File.WriteAllText(mark + ".new", records.ToString(CultureInfo.InvariantCulture));
            File.Move(mark + ".new", mark, overwrite: true);
            return reports;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether a source of the lake is a journal's, whose orders the one who serves knows already.</summary>
    public static bool IsJournal(LakeSource source) => Path.GetFileName(source.File).StartsWith(source.Dataset + Marker, StringComparison.Ordinal);

    /// <summary>Codes of the countries that there are.</summary>
    public static IReadOnlySet<string> Countries(ContractStore contracts) => contracts.Reference("countries").Values("code").ToHashSet(StringComparer.Ordinal);

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private static IngestReport Ingest(Lake lake, ContractStore contracts, string dataset, string file, DateTime deliveredAt, int threads, CancellationToken cancellation) =>
        Ingestion.Run(lake, contracts, new IngestRequest { Dataset = dataset, Files = [file], DeliveredAtUtc = deliveredAt, Threads = threads }, null, cancellation);

    private static (long Records, DateTime Latest) Write(string journal, long taken, IReadOnlySet<string> countries, Func<string, string> file, CancellationToken cancellation)
    {
        var reader = new OrderReader(countries);
        using var ofParties = new FileStream(file("parties"), FileMode.Create);
        using var ofOrders = new FileStream(file("orders"), FileMode.Create);
        using var ofCertificates = new FileStream(file("certificates"), FileMode.Create);
        using var ofPayments = new FileStream(file("payments"), FileMode.Create);
        long seen = 0, latest = 0;
        Journal.Scan(journal, (position, payload) =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (seen++ < taken || DecisionRecord.Head(payload.Span) is null) return;
            DecisionRecord record = DecisionRecord.Of(payload);
            OrderRequest order = Order(reader, record);
            latest = Math.Max(latest, record.KnownAt);
            foreach ((string _, PartyReference party) in order.Parties().DistinctBy(p => p.Party.Id))
            {
                if (party.Name is not null && IsCounted(record, party)) WriteParty(ofParties, party, record.KnownAt);
            }

            foreach (LineRequest line in order.Lines) WriteLine(ofOrders, order, line, record.KnownAt);
            if (order.Certificate is { } certificate && IsCounted(record, LiveScoring.CertificateIgnored)) WriteCertificate(ofCertificates, order, certificate, record.KnownAt);
            if (order.Payment is { } payment && IsCounted(record, LiveScoring.PaymentIgnored)) WritePayment(ofPayments, order, payment, record.KnownAt);
        });
        return (seen, Micros.ToDateTime(latest).AddTicks(TimeSpan.TicksPerSecond));
    }

    /// <summary>The order of a record.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static OrderRequest Order(OrderReader reader, DecisionRecord record)
    {
        var problems = new List<FieldProblem>();
        using JsonDocument? document = OrderReader.Parse(record.Request, problems);
        return (document is null ? null : reader.Read(document.RootElement, "", record.SellerId, Micros.Latest, problems))
            ?? throw new InvalidDataException($"the order of decision {DecisionRecord.IdOf(record.Key)} cannot be read: {problems[0].Field} {problems[0].Value}; accepted: {problems[0].Accepted}");
    }

    // What was known already when the order came did not count then and must not count later.
    private static bool IsCounted(DecisionRecord record, PartyReference party)
    {
        using JsonDocument answer = JsonDocument.Parse(record.AnalystAnswer);
        return !answer.RootElement.GetProperty("party_data_not_counted").EnumerateArray().Any(id => id.GetString() == party.Id);
    }

    private static bool IsCounted(DecisionRecord record, string paper)
    {
        using JsonDocument answer = JsonDocument.Parse(record.AnalystAnswer);
        return !answer.RootElement.GetProperty("papers_not_counted").EnumerateArray().Any(what => what.GetString() == paper);
    }

    private static void WriteCertificate(Stream to, OrderRequest order, CertificateRequest certificate, long knownAt) => WriteRow(to, json =>
    {
        json.WriteString("certificate_id", certificate.Id);
        json.WriteString("kind", "statement");
        json.WriteString("party_id", order.EndUser!.Id);
        json.WriteString("order_id", order.OrderId);
        json.WriteString("issued_on", OrderWriter.Day(certificate.IssuedOn));
        if (certificate.Signed is { } signed) json.WriteBoolean("signed", signed);
        if (certificate.ValidFrom is { } from) json.WriteString("valid_from", OrderWriter.Day(from));
        if (certificate.ValidTo is { } until) json.WriteString("valid_to", OrderWriter.Day(until));
        json.WriteString("known_at", Moment(knownAt));
    });

    private static void WritePayment(Stream to, OrderRequest order, PaymentRequest payment, long knownAt) => WriteRow(to, json =>
    {
        json.WriteString("payment_id", payment.Id);
        json.WriteString("order_id", order.OrderId);
        json.WriteString("kind", Wire.Word(payment.Kind));
        Text(json, "payer_id", payment.PayerId);
        json.WriteString("payer_country", payment.PayerCountry);
        Text(json, "bank_country", payment.BankCountry);
        json.WriteString("paid_at", Moment(payment.PaidAt));
        json.WriteNumber("amount_usd", payment.AmountCents / 100m);
        if (payment.Method != PaymentMethod.Unknown) json.WriteString("method", Wire.Word(payment.Method));
        if (payment.Prepayment is { } prepayment) json.WriteBoolean("prepayment", prepayment);
        if (payment.Refundable is { } refundable) json.WriteBoolean("refundable", refundable);
        json.WriteString("known_at", Moment(knownAt));
    });

    private static void WriteParty(Stream to, PartyReference party, long knownAt) => WriteRow(to, json =>
    {
        json.WriteString("party_id", party.Id);
        json.WriteString("name", party.Name);
        json.WriteString("kind", Wire.Word(party.Kind));
        Text(json, "country", party.Country);
        Text(json, "address", party.Address);
        Text(json, "registration_number", party.RegistrationNumber);
        json.WriteString("known_at", Moment(knownAt));
    });

    private static void WriteLine(Stream to, OrderRequest order, LineRequest line, long knownAt) => WriteRow(to, json =>
    {
        json.WriteString("order_id", order.OrderId);
        json.WriteNumber("version", order.Version);
        json.WriteNumber("line_no", line.LineNo);
        json.WriteString("status", Wire.Word(order.Status));
        json.WriteString("ordered_at", Moment(order.EffectiveAt));
        json.WriteString("seller_id", order.SellerId);
        foreach ((string role, PartyReference party) in order.Parties()) json.WriteString(role + "_id", party.Id);
        json.WriteString("destination_country", order.DestinationCountry);
        Text(json, "ship_to_country", order.ShipToCountry);
        Text(json, "end_use", order.EndUse);
        json.WriteString("product_id", line.ProductId);
        json.WriteNumber("quantity", line.QuantityThousandths / 1000m);
        json.WriteNumber("value_usd", line.ValueCents / 100m);
        json.WriteString("known_at", Moment(knownAt));
        Text(json, "hs_code", line.HsCode);
        Text(json, "eccn", line.Eccn);
        Text(json, "licence_number", line.LicenceNumber);
        Text(json, "end_use_location", order.EndUseLocation);
        Text(json, "packaging_country", order.PackagingCountry);
        Text(json, "assembly_country", order.AssemblyCountry);
        Text(json, "deployment_country", order.DeploymentCountry);
        Text(json, "sales_representative", order.SalesRepresentative);
        if (order.PaymentTerms != PaymentTerms.Unknown) json.WriteString("payment_terms", Wire.Word(order.PaymentTerms));
        if (order.UltimateConsigneeType != UltimateConsigneeType.Unknown) json.WriteString("ultimate_consignee_type", Wire.Word(order.UltimateConsigneeType));
        if (order.Mode != TransportMode.Unknown) json.WriteString("mode", Wire.Word(order.Mode));
        if (order.RoutedExport is { } routed) json.WriteBoolean("routed_export", routed);
        if (order.RelatedParties is { } related) json.WriteBoolean("related_parties", related);
    });

    private static void WriteRow(Stream to, Action<Utf8JsonWriter> row)
    {
        using (var json = new Utf8JsonWriter(to, OrderWriter.Options))
        {
            json.WriteStartObject();
            row(json);
            json.WriteEndObject();
        }

        to.WriteByte((byte)'\n');
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static string Moment(long at) => Micros.ToDateTime(at).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
