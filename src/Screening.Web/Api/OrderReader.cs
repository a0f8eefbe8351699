using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Screening.Records;

namespace Screening.Web.Api;

/// <summary>
/// Reads an order strictly: a field that is unknown, missing, doubled, of the wrong type or out of range is named with its value and what is accepted, and an
/// order with any such field is refused as a whole. The ranges are those of the orders contract, so that what is accepted here is accepted by the lake.
/// </summary>
/// <param name="countries">Codes of the countries that there are.</param>
internal sealed partial class OrderReader(IReadOnlySet<string> countries)
{
    /// <summary>Most lines of an order.</summary>
    public const int MostLines = 1000;

    /// <summary>Most levels of brackets in a body.</summary>
    public const int MostDepth = 8;

    private const int MostProblems = 20;
    private const string Moment = "a moment such as 2026-03-01T12:00:00Z (UTC, at most microseconds)";
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = MostDepth };
    private static readonly string[] s_roles = ["purchaser", "intermediate_consignee", "ultimate_consignee", "end_user", "forwarding_agent", "payer"];
    private static readonly string[] s_made = ["kind", "payer_id", "payer_country", "bank_country", "paid_at", "amount_usd", "method", "prepayment", "refundable"];

    // Half of a surrogate pair, escaped, is valid JSON and no text; as the name of a field it is found by whoever compares names.
    private static FieldProblem NoText { get; } = new("", "a name that is no text", "names of fields in Unicode");

    /// <summary>Parses a body.</summary>
    /// <returns>The document, or <c>null</c> with the problem.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, List<FieldProblem> problems)
    {
        try
        {
            if (Utf8.IsValid(body.Span)) return JsonDocument.Parse(body, s_strict);
            problems.Add(new FieldProblem("", "bytes that are no UTF-8", "JSON in UTF-8 (RFC 8259)"));
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Add(NoText);
            return null;
        }
        catch (JsonException e)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0}");
            problems.Add(new FieldProblem("", at, $"JSON in UTF-8 (RFC 8259) without names that come twice and with at most {MostDepth} levels of brackets"));
            return null;
        }
    }

    /// <summary>Reads an order.</summary>
    /// <param name="element">The order.</param>
    /// <param name="at">Where it stands in the body; empty for the body itself.</param>
    /// <param name="seller">Whose key it came with; <c>null</c> when the key is no seller's.</param>
    /// <param name="latest">Latest moment at which an order may have been placed, in microseconds.</param>
    /// <param name="problems">What is wrong.</param>
    /// <returns><c>null</c> when anything is.</returns>
    public OrderRequest? Read(JsonElement element, string at, string? seller, long latest, List<FieldProblem> problems)
    {
        try
        {
            return ReadFields(element, at, seller, latest, problems);
        }
        catch (InvalidOperationException)
        {
            problems.Add(NoText with { Field = at });
            return null;
        }
    }

    private OrderRequest? ReadFields(JsonElement element, string at, string? seller, long latest, List<FieldProblem> problems)
    {
        int before = problems.Count;
        var order = new Fields(this, element, null, at, problems);
        if (!order.Begin("order_id", "version", "status", "effective_at", "seller_id", "parties", "route", "end_use", "payment", "certificate", "sales_representative", "routed_export",
            "related_parties", "ultimate_consignee_type", "lines")) return null;
        Fields parties = order.Section("parties", required: true, s_roles), route = order.Section("route", required: true,
            "destination_country", "ship_to_country", "packaging_country", "assembly_country", "deployment_country", "mode");
        Fields use = order.Section("end_use", required: false, "stated", "location"), payment = order.Section(
            "payment", required: false, "terms", "payment_id", "kind", "payer_id", "payer_country", "bank_country", "paid_at", "amount_usd", "method", "prepayment", "refundable");
        Fields certificate = order.Section("certificate", required: false, "certificate_id", "issued_on", "signed", "valid_from", "valid_to");
        string? told = order.Text("seller_id", 120, required: seller is null);
        if (told is not null && seller is not null && told != seller) order.Refuse("seller_id", told, "the seller of the key, or nothing");
        var request = new OrderRequest
        {
            OrderId = order.Text("order_id", 120, required: true) ?? "",
            Version = (int)(order.Whole("version", 1, 1_000_000, required: true) ?? 0),
            Status = order.Word<OrderStatus>("status", OrderStatus.Quoted, OrderStatus.Placed, OrderStatus.Changed, OrderStatus.Cancelled, OrderStatus.Refused, OrderStatus.Shipped, OrderStatus.Returned) ?? OrderStatus.Placed,
            EffectiveAt = order.At("effective_at", latest) ?? 0,
            SellerId = seller ?? told ?? "",
            Purchaser = Party(parties, "purchaser", required: true) ?? new PartyReference("", null, null, PartyKind.Unknown, null, null),
            IntermediateConsignee = Party(parties, "intermediate_consignee", required: false),
            UltimateConsignee = Party(parties, "ultimate_consignee", required: false),
            EndUser = Party(parties, "end_user", required: false),
            ForwardingAgent = Party(parties, "forwarding_agent", required: false),
            Payer = Party(parties, "payer", required: false),
            DestinationCountry = route.Country("destination_country", required: true) ?? "",
            ShipToCountry = route.Country("ship_to_country", required: false),
            PackagingCountry = route.Country("packaging_country", required: false),
            AssemblyCountry = route.Country("assembly_country", required: false),
            DeploymentCountry = route.Country("deployment_country", required: false),
            Mode = route.Word<TransportMode>("mode") ?? TransportMode.Unknown,
            EndUse = use.Text("stated", 2000, required: false),
            EndUseLocation = use.Text("location", 400, required: false),
            PaymentTerms = payment.Word<PaymentTerms>("terms") ?? PaymentTerms.Unknown,
            Certificate = Certificate(order, certificate, parties, latest),
            Payment = Payment(payment, latest),
            SalesRepresentative = order.Text("sales_representative", 120, required: false),
            RoutedExport = order.Bool("routed_export"),
            RelatedParties = order.Bool("related_parties"),
            UltimateConsigneeType = order.Word<UltimateConsigneeType>("ultimate_consignee_type") ?? UltimateConsigneeType.Unknown,
            Lines = Lines(order),
        };
        return problems.Count == before ? request : null;
    }

    private static PartyReference? Party(Fields parties, string role, bool required)
    {
        Fields party = parties.Section(role, required, "id", "name", "country", "kind", "address", "registration_number");
        if (!party.IsThere) return null;
        var reference = new PartyReference(
            party.Text("id", 120, required: true) ?? "", party.Text("name", 400, required: false), party.Country("country", required: false),
            party.Word<PartyKind>("kind") ?? PartyKind.Unknown, party.Text("address", 400, required: false), party.Text("registration_number", 120, required: false));
        if (reference.Name is null && (reference.Country is not null || reference.Kind != PartyKind.Unknown || reference.Address is not null || reference.RegistrationNumber is not null))
            party.Refuse("name", null, "the party's registered name, wherever anything but its id is given");
        return reference;
    }

    // Days are the contract's: signed by today, which is a day before the latest moment of an order.
    private static CertificateRequest? Certificate(Fields order, Fields certificate, Fields parties, long latest)
    {
        if (!certificate.IsThere) return null;
        if (!parties.TryGet("end_user", out _)) order.Refuse("parties.end_user", null, "the end user whose statement the certificate is");
        DateOnly today = Micros.Day(latest - Micros.PerDay);
        return new CertificateRequest(
            certificate.Text("certificate_id", 120, required: true) ?? "", certificate.Day("issued_on", today, required: true) ?? default, certificate.Bool("signed"),
            certificate.Day("valid_from", Later(today, 3660), required: false), certificate.Day("valid_to", Later(today, 36600), required: false));
    }

    // What a journal holds was accepted when it came, and is read again without a latest moment.
    private static DateOnly Later(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Min(day.DayNumber + days, DateOnly.MaxValue.DayNumber));

    private static PaymentRequest? Payment(Fields payment, long latest)
    {
        if (!payment.IsThere || (!payment.TryGet("payment_id", out _) && !payment.HasAny(s_made))) return null;
        return new PaymentRequest(
            payment.Text("payment_id", 120, required: true) ?? "", payment.Word<PaymentKind>("kind", PaymentKind.Payment, PaymentKind.Deposit, PaymentKind.Refund) ?? PaymentKind.Payment,
            payment.Text("payer_id", 120, required: false), payment.Country("payer_country", required: true) ?? "", payment.Country("bank_country", required: false), payment.At("paid_at", latest) ?? 0,
            payment.Scaled("amount_usd", 100, 0, 10_000_000_000_000, "a number from 0 to 100000000000, with at most 2 decimals") ?? 0,
            payment.Word<PaymentMethod>("method") ?? PaymentMethod.Unknown, payment.Bool("prepayment"), payment.Bool("refundable"));
    }

    private List<LineRequest> Lines(Fields order)
    {
        var lines = new List<LineRequest>();
        if (!order.TryGet("lines", out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostLines)
        {
            order.Refuse("lines", list.ValueKind == JsonValueKind.Array ? string.Create(CultureInfo.InvariantCulture, $"{list.GetArrayLength()} lines") : Raw(list), $"a list of 1 to {MostLines} lines");
            return lines;
        }

        var numbers = new HashSet<int>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            var line = new Fields(this, item, order, "lines", order.Problems) { Number = lines.Count };
            if (!line.Begin("line_no", "product_id", "quantity", "value_usd", "hs_code", "eccn", "licence_number"))
            {
                lines.Add(new LineRequest(0, "", 0, 0, null, null, null));
                continue;
            }

            int number = (int)(line.Whole("line_no", 1, 1_000_000, required: true) ?? 0);
            if (number > 0 && !numbers.Add(number)) line.Refuse("line_no", number.ToString(CultureInfo.InvariantCulture), "a number that no other line of the order has");
            string? code = line.Text("hs_code", 20, required: false);
            if (code is not null && !HarmonisedCode().IsMatch(code)) line.Refuse("hs_code", code, "4 to 10 digits in pairs, with or without points, such as 8471.50");
            lines.Add(new LineRequest(
                number, line.Text("product_id", 120, required: true) ?? "", line.Scaled("quantity", 1000, 1, 1_000_000_000_000, "a number above 0 and up to 1000000000, with at most 3 decimals") ?? 0,
                line.Scaled("value_usd", 100, 0, 10_000_000_000_000, "a number from 0 to 100000000000, with at most 2 decimals") ?? 0, code,
                line.Text("eccn", 60, required: false), line.Text("licence_number", 60, required: false)));
        }

        lines.Sort(static (a, b) => a.LineNo.CompareTo(b.LineNo));
        return lines;
    }

    private static string? Raw(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => element.GetRawText(),
    };

    [GeneratedRegex(@"^[0-9]{4}(\.?[0-9]{2}){0,3}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HarmonisedCode();

    /// <summary>The fields of one object. Thousands of orders a second are read, nearly all of them without a problem: what is only said of a problem is put into words when there is one.</summary>
    /// <param name="reader">Whose.</param>
    /// <param name="element">The object; nothing where there is none.</param>
    /// <param name="parent">In which it stands; <c>null</c> for an order.</param>
    /// <param name="called">Its name there.</param>
    /// <param name="problems">What is wrong.</param>
    private sealed class Fields(OrderReader reader, JsonElement element, Fields? parent, string called, List<FieldProblem> problems)
    {
        public List<FieldProblem> Problems => problems;

        public bool IsThere => element.ValueKind == JsonValueKind.Object;

        /// <summary>Which of several of one name it is, from 0.</summary>
        public int? Number { get; init; }

        private string Where => parent is null ? called : parent.Place(Number is { } number ? string.Create(CultureInfo.InvariantCulture, $"{called}[{number}]") : called);

        public void Refuse(string field, string? value, string accepted)
        {
            if (problems.Count < MostProblems) problems.Add(FieldProblem.Of(Place(field), value, accepted));
            else if (problems.Count == MostProblems) problems.Add(new FieldProblem("", "more problems", "these to be mended first"));
        }

        public bool Begin(params ReadOnlySpan<string> known)
        {
            if (!IsThere)
            {
                Refuse("", Raw(element), "an object");
                return false;
            }

            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (IsAmong(known, property)) continue;
                string unknown = property.Name;
                Refuse(unknown.Length > 60 ? unknown[..60] : unknown, null, "no such field; known: " + string.Join(", ", known.ToArray()));
            }

            return true;
        }

        public bool TryGet(string name, out JsonElement value)
        {
            value = default;
            return IsThere && element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
        }

        public bool HasAny(ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                if (TryGet(name, out _)) return true;
            }

            return false;
        }

        public Fields Section(string name, bool required, params ReadOnlySpan<string> known)
        {
            if (!TryGet(name, out JsonElement value))
            {
                if (required && IsThere) Refuse(name, null, "an object");
                return new Fields(reader, default, this, name, problems);
            }

            var section = new Fields(reader, value, this, name, problems);
            section.Begin(known);
            return section;
        }

        public string? Text(string name, int most, bool required)
        {
            if (!TryGet(name, out JsonElement value))
            {
                if (required && IsThere) Refuse(name, null, Accepted());
                return null;
            }

            string? text = value.ValueKind == JsonValueKind.String ? Decoded(value) : null;
            if (text is not null && IsText(text, most)) return text;
            Refuse(name, text ?? Raw(value), Accepted());
            return null;

            string Accepted() => string.Create(CultureInfo.InvariantCulture, $"a text of 1 to {most} characters without control characters and without space before or behind it");
        }

        public string? Country(string name, bool required)
        {
            const string Accepted = "a country of ISO 3166-1, two capital letters";
            if (!TryGet(name, out JsonElement value))
            {
                if (required && IsThere) Refuse(name, null, Accepted);
                return null;
            }

            string? code = value.ValueKind == JsonValueKind.String ? Decoded(value) : null;
            if (code is not null && reader.Countries.Contains(code)) return code;
            Refuse(name, code ?? Raw(value), Accepted);
            return null;
        }

        public long? Whole(string name, long least, long most, bool required)
        {
            if (!TryGet(name, out JsonElement value))
            {
                if (required && IsThere) Refuse(name, null, Accepted());
                return null;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most) return number;
            Refuse(name, Raw(value), Accepted());
            return null;

            string Accepted() => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        }

        public long? Scaled(string name, int scale, long least, long most, string accepted)
        {
            if (TryGet(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number)
                && Math.Abs(number) <= most && number * scale is var scaled && scaled >= least && scaled <= most && scaled == decimal.Truncate(scaled)) return (long)scaled;
            if (IsThere) Refuse(name, Raw(value), accepted);
            return null;
        }

        public DateOnly? Day(string name, DateOnly latest, bool required)
        {
            if (!TryGet(name, out JsonElement value))
            {
                if (required && IsThere) Refuse(name, null, Accepted());
                return null;
            }

            string? text = value.ValueKind == JsonValueKind.String ? Decoded(value) : null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.Year >= 1990 && day <= latest) return day;
            Refuse(name, text ?? Raw(value), Accepted());
            return null;

            string Accepted() => string.Create(CultureInfo.InvariantCulture, $"a day from 1990-01-01 to {latest:yyyy-MM-dd}");
        }

        public bool? Bool(string name)
        {
            if (!TryGet(name, out JsonElement value)) return null;
            if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
            Refuse(name, Raw(value), "true or false");
            return null;
        }

        public long? At(string name, long latest)
        {
            long earliest = Micros.StartOf(new DateOnly(1990, 1, 1));
            TryGet(name, out JsonElement value);
            string? text = value.ValueKind == JsonValueKind.String ? Decoded(value) : null;
            if (text is not null && Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
                && Micros.FromDateTime(moment.UtcDateTime) is var at && at >= earliest && at <= latest) return at;
            if (IsThere)
                Refuse(name, text ?? Raw(value), string.Create(CultureInfo.InvariantCulture, $"{Moment} from 1990-01-01T00:00:00Z to {Micros.ToDateTime(latest):yyyy-MM-dd'T'HH:mm:ss'Z'}"));
            return null;
        }

        public T? Word<T>(string name, params ReadOnlySpan<T> required)
            where T : struct, Enum
        {
            ReadOnlySpan<T> words = required.Length > 0 ? required : Wire.Values<T>();
            if (!TryGet(name, out JsonElement value))
            {
                if (required.Length > 0 && IsThere) Refuse(name, null, OneOf(words));
                return null;
            }

            string? text = value.ValueKind == JsonValueKind.String ? Decoded(value) : null;
            foreach (T word in words)
            {
                if (Wire.Word(word) == text) return word;
            }

            Refuse(name, text ?? Raw(value), OneOf(words));
            return null;

            static string OneOf(ReadOnlySpan<T> words) => "one of " + string.Join(", ", words.ToArray().Select(Wire.Word));
        }

        private string Place(string field) => Where is { Length: > 0 } at ? field.Length == 0 ? at : $"{at}.{field}" : field;

        // Names are compared as they were sent; of those that are sent escaped, as they read.
        private static bool IsAmong(ReadOnlySpan<string> known, JsonProperty property)
        {
            ReadOnlySpan<byte> sent = JsonMarshal.GetRawUtf8PropertyName(property);
            foreach (string name in known)
            {
                if (Ascii.Equals(sent, name)) return true;
            }

            return sent.Contains((byte)'\\') && known.Contains(property.Name);
        }

        private static bool IsText(ReadOnlySpan<char> text, int most) =>
            text.Length > 0 && text.Length <= most && !text.ContainsAnyInRange('\0', '\u001F') && !text.ContainsAnyInRange('\u007F', '\u009F')
            && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && !text.Contains('\uFEFF');

        // A lone half of a surrogate pair is valid JSON and no text.
        private static string? Decoded(JsonElement value)
        {
            try
            {
                return value.GetString();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }

    private IReadOnlySet<string> Countries => countries;

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3339();
}
