using System.Globalization;
using System.Text.Json;
using Screening.Records;

namespace Screening.Web.Api;

/// <summary>
/// Writes an order in one canonical way, which <see cref="OrderReader"/> reads back as the same order: two bodies that say the same are the same bytes, however
/// they were spaced, and the journal keeps these.
/// </summary>
internal static class OrderWriter
{
    /// <summary>A moment as it is sent.</summary>
    public static string Moment(long at) => Micros.ToDateTime(at).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A day as it is sent.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The order's bytes.</summary>
    public static byte[] Bytes(OrderRequest order) => JsonBytes.Of(json => Write(json, order));

    private static void Write(Utf8JsonWriter json, OrderRequest order)
    {
        json.WriteString("order_id", order.OrderId);
        json.WriteNumber("version", order.Version);
        json.WriteString("status", Wire.Word(order.Status));
        json.WriteString("effective_at", Moment(order.EffectiveAt));
        json.WriteString("seller_id", order.SellerId);
        json.WriteStartObject("parties");
        foreach ((string role, PartyReference party) in order.Parties()) Write(json, role, party);
        json.WriteEndObject();
        json.WriteStartObject("route");
        json.WriteString("destination_country", order.DestinationCountry);
        Text(json, "ship_to_country", order.ShipToCountry);
        Text(json, "packaging_country", order.PackagingCountry);
        Text(json, "assembly_country", order.AssemblyCountry);
        Text(json, "deployment_country", order.DeploymentCountry);
        if (order.Mode != TransportMode.Unknown) json.WriteString("mode", Wire.Word(order.Mode));
        json.WriteEndObject();
        json.WriteStartObject("end_use");
        Text(json, "stated", order.EndUse);
        Text(json, "location", order.EndUseLocation);
        json.WriteEndObject();
        json.WriteStartObject("payment");
        if (order.PaymentTerms != PaymentTerms.Unknown) json.WriteString("terms", Wire.Word(order.PaymentTerms));
        if (order.Payment is { } payment) Write(json, payment);
        json.WriteEndObject();
        if (order.Certificate is { } certificate) Write(json, certificate);
        Text(json, "sales_representative", order.SalesRepresentative);
        if (order.RoutedExport is { } routed) json.WriteBoolean("routed_export", routed);
        if (order.RelatedParties is { } related) json.WriteBoolean("related_parties", related);
        if (order.UltimateConsigneeType != UltimateConsigneeType.Unknown) json.WriteString("ultimate_consignee_type", Wire.Word(order.UltimateConsigneeType));
        json.WriteStartArray("lines");
        foreach (LineRequest line in order.Lines) Write(json, line);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string role, PartyReference party)
    {
        json.WriteStartObject(role);
        json.WriteString("id", party.Id);
        Text(json, "name", party.Name);
        Text(json, "country", party.Country);
        if (party.Kind != PartyKind.Unknown) json.WriteString("kind", Wire.Word(party.Kind));
        Text(json, "address", party.Address);
        Text(json, "registration_number", party.RegistrationNumber);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PaymentRequest payment)
    {
        json.WriteString("payment_id", payment.Id);
        json.WriteString("kind", Wire.Word(payment.Kind));
        Text(json, "payer_id", payment.PayerId);
        json.WriteString("payer_country", payment.PayerCountry);
        Text(json, "bank_country", payment.BankCountry);
        json.WriteString("paid_at", Moment(payment.PaidAt));
        json.WriteNumber("amount_usd", payment.AmountCents / 100m);
        if (payment.Method != PaymentMethod.Unknown) json.WriteString("method", Wire.Word(payment.Method));
        if (payment.Prepayment is { } prepayment) json.WriteBoolean("prepayment", prepayment);
        if (payment.Refundable is { } refundable) json.WriteBoolean("refundable", refundable);
    }

    private static void Write(Utf8JsonWriter json, CertificateRequest certificate)
    {
        json.WriteStartObject("certificate");
        json.WriteString("certificate_id", certificate.Id);
        json.WriteString("issued_on", Day(certificate.IssuedOn));
        if (certificate.Signed is { } signed) json.WriteBoolean("signed", signed);
        if (certificate.ValidFrom is { } from) json.WriteString("valid_from", Day(from));
        if (certificate.ValidTo is { } to) json.WriteString("valid_to", Day(to));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LineRequest line)
    {
        json.WriteStartObject();
        json.WriteNumber("line_no", line.LineNo);
        json.WriteString("product_id", line.ProductId);
        json.WriteNumber("quantity", line.QuantityThousandths / 1000m);
        json.WriteNumber("value_usd", line.ValueCents / 100m);
        Text(json, "hs_code", line.HsCode);
        Text(json, "eccn", line.Eccn);
        Text(json, "licence_number", line.LicenceNumber);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }
}
