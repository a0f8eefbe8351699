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
/// The journals as sources of the lake: orders that were decided, with the parties they told, are taken in as they became known. The lake knows what it was told
/// before, so that a journal may be taken in any number of times, while somebody writes it or not.
/// </summary>
internal static class JournalDelivery
{
    private static readonly string[] s_datasets = ["parties", "orders", "certificates", "payments"];
    private const string Mark = "taken-in", Marker = "-journal-", Making = "delivery-";

    /// <summary>Takes in what the lake does not have yet, of all replicas together: what one of them told, another's papers may refer to.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="now">When this delivery comes.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="memory">Most memory of the process, such as 2GB; 80 % of the machine's if <c>null</c>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What came of parties and orders; empty when nothing waits.</returns>
    /// <exception cref="JournalException">A journal is damaged; nothing is taken in.</exception>
    public static IReadOnlyList<IngestReport> Take(Lake lake, ContractStore contracts, DateTime now, int threads, string? memory, CancellationToken cancellation)
    {
        List<(JournalFolder Journal, long Taken)> waiting = [.. JournalFolder.All(lake.FullPath).Select(Waiting).OfType<(JournalFolder, long)>()];
        if (waiting.Count == 0) return [];
        // Several may be at it: a start, a night, another replica's start. What one left that was killed is nobody's by the next day.
        string root = JournalFolder.RootOf(lake.FullPath), folder = Path.Combine(root, Making + Path.GetRandomFileName());
        foreach (string left in Directory.EnumerateDirectories(root, Making + "*").Where(left => Directory.GetLastWriteTimeUtc(left) < now.AddDays(-1))) Directory.Delete(left, recursive: true);
        Directory.CreateDirectory(folder);
        try
        {
            IReadOnlySet<string> countries = Countries(contracts);
            var written = waiting.ConvertAll(of => Write(of.Journal, of.Taken, countries, dataset => Path.Combine(folder, FileName(dataset, of.Journal, of.Taken)), cancellation));
            DateTime deliveredAt = written.Select(w => w.Latest).Append(now).Max();
            var reports = new List<IngestReport>();
            // Each after those that it refers to.
            foreach (string dataset in s_datasets)
            {
                string[] files = [.. waiting.Select(of => Path.Combine(folder, FileName(dataset, of.Journal, of.Taken))).Where(file => new FileInfo(file).Length > 0)];
                if (files.Length > 0) reports.Add(Ingestion.Run(lake, contracts, new IngestRequest { Dataset = dataset, Files = files, DeliveredAtUtc = deliveredAt, Threads = threads, MemoryLimit = memory }, null, cancellation));
            }

            for (int i = 0; i < waiting.Count; i++) WriteMark(waiting[i].Journal, written[i].Records);
            return reports;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How many records of a journal are marked as taken in.</summary>
    public static long Taken(JournalFolder journal)
    {
        string mark = Path.Combine(journal.FullPath, Mark);
        return File.Exists(mark) && long.TryParse(File.ReadAllText(mark), NumberStyles.None, CultureInfo.InvariantCulture, out long told) ? told : 0;
    }

    private static (JournalFolder Journal, long Taken)? Waiting(JournalFolder journal)
    {
        long taken = Taken(journal);
        // Records that were read before they were durable may have been cut off since: what stands in their place now was never taken in.
        long records = Journal.Scan(journal.FullPath, static (_, _) => { }).Records;
        return records == taken ? null : (journal, records < taken ? 0 : taken);
    }

    private static string FileName(string dataset, JournalFolder journal, long taken) =>
        string.Create(CultureInfo.InvariantCulture, $"{dataset}{Marker}{(journal.Replica is { } replica ? replica + "-" : "")}{taken:D12}.jsonl");

    private static void WriteMark(JournalFolder journal, long records)
    {
        string mark = Path.Combine(journal.FullPath, Mark), made = mark + "." + Path.GetRandomFileName();
        File.WriteAllText(made, records.ToString(CultureInfo.InvariantCulture));
        File.Move(made, mark, overwrite: true);
    }

    /// <summary>Whether a source of the lake is a journal's, whose orders the one who serves knows already.</summary>
    public static bool IsJournal(LakeSource source) => Path.GetFileName(source.File).StartsWith(source.Dataset + Marker, StringComparison.Ordinal);

    /// <summary>Codes of the countries that there are.</summary>
    public static IReadOnlySet<string> Countries(ContractStore contracts) => contracts.Reference("countries").Values("code").ToHashSet(StringComparer.Ordinal);

    private static (long Records, DateTime Latest) Write(JournalFolder journal, long taken, IReadOnlySet<string> countries, Func<string, string> file, CancellationToken cancellation)
    {
        var reader = new OrderReader(countries);
        using var ofParties = new FileStream(file("parties"), FileMode.Create);
        using var ofOrders = new FileStream(file("orders"), FileMode.Create);
        using var ofCertificates = new FileStream(file("certificates"), FileMode.Create);
        using var ofPayments = new FileStream(file("payments"), FileMode.Create);
        long seen = 0, latest = 0;
        Journal.Scan(journal.FullPath, (position, payload) =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (seen++ < taken || DecisionRecord.Head(payload.Span) is null) return;
            DecisionRecord record = DecisionRecord.Of(payload);
            OrderRequest order = Order(reader, record);
            var counted = new CountedData(record);
            latest = Math.Max(latest, record.KnownAt);
            foreach ((string _, PartyReference party) in order.Parties().DistinctBy(p => p.Party.Id))
            {
                if (party.Name is not null && counted.HasParty(party.Id)) WriteParty(ofParties, party, record.KnownAt);
            }

            foreach (LineRequest line in order.Lines) WriteLine(ofOrders, order, line, record.KnownAt);
            if (order.Certificate is { } certificate && counted.HasPaper(LiveScoring.CertificateIgnored)) WriteCertificate(ofCertificates, order, certificate, record.KnownAt);
            if (order.Payment is { } payment && counted.HasPaper(LiveScoring.PaymentIgnored)) WritePayment(ofPayments, order, payment, record.KnownAt);
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
        using (var json = new Utf8JsonWriter(to, JsonBytes.Options))
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
