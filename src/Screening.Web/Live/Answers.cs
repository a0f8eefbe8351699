using System.Text.Json;
using Screening.Alerts;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>
/// The answers to an order: all there is for analysts, and for sellers a ruling with what they themselves left out. A seller's answer holds nothing that comes
/// from a feature, a list or another order, so that nobody is tipped off and nobody can feel for the threshold.
/// </summary>
internal static class Answers
{
    /// <summary>What a seller is told when an order is not released.</summary>
    public const string UnderWay = "further checks are under way";

    /// <summary>Writes the fields of the answer for a seller.</summary>
    /// <param name="request">The order.</param>
    /// <param name="judged">What the look at it came to.</param>
    /// <param name="key">Key of order and version, where it is known.</param>
    public static Action<Utf8JsonWriter> ForSeller(OrderRequest request, Judged judged, UInt128? key = null) => json =>
    {
        IReadOnlyList<string> missing = MissingData(request);
        Head(json, request, judged, key, withSeller: false);
        json.WriteStartArray("reasons");
        if (judged.Ruling != Ruling.Release)
        {
            Told(json, "checks", UnderWay);
            foreach (string field in missing) Told(json, field, Needed(field));
        }

        json.WriteEndArray();
        Texts(json, "missing_data", missing);
        Texts(json, "unknown_products", judged.UnknownProducts);
    };

    /// <summary>Writes the fields of the answer for an analyst.</summary>
    /// <param name="request">The order.</param>
    /// <param name="judged">What the look at it came to.</param>
    /// <param name="versions">What it was made from.</param>
    /// <param name="key">Key of order and version, where it is known.</param>
    public static Action<Utf8JsonWriter> ForAnalyst(OrderRequest request, Judged judged, LiveVersions versions, UInt128? key = null) => json =>
    {
        Head(json, request, judged, key, withSeller: true);
        json.WriteNumber("risk", judged.Scored.Assessment.Risk);
        json.WriteNumber("margin", judged.Scored.Assessment.Margin);
        json.WriteString("band", Band(judged.Ruling, judged.Scored.Assessment.IsMandatoryHold));
        json.WriteStartArray("reasons");
        foreach (Reason reason in judged.Reasons) Write(json, reason);
        json.WriteEndArray();
        json.WriteStartArray("list_matches");
        foreach (ListHit hit in judged.Scored.ListHits) Write(json, hit);
        json.WriteEndArray();
        Texts(json, "not_assessed", judged.NotAssessed);
        Texts(json, "not_loaded", judged.NotLoaded);
        Texts(json, "missing_data", MissingData(request));
        Texts(json, "unknown_parties", judged.UnknownParties);
        Texts(json, "unknown_products", judged.UnknownProducts);
        Texts(json, "party_data_not_counted", judged.InlineIgnored);
        Texts(json, "papers_not_counted", judged.PapersIgnored);
        Texts(json, "notes", judged.Notes);
        json.WriteStartObject("versions");
        json.WriteString("data", versions.Data);
        json.WriteString("lists", versions.Lists);
        json.WriteString("feature_set", versions.FeatureSet);
        json.WriteString("policy", versions.Policy);
        json.WriteString("model", versions.Model);
        json.WriteString("peers_before", versions.PeersBefore.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
    };

    /// <summary>What is known of a party.</summary>
    public static byte[] OfParty(string id, PartyProfile? profile, Symbols symbols, IReadOnlyList<ListHit> hits) => JsonBytes.Of(json =>
    {
        json.WriteString("party_id", id);
        json.WriteBoolean("is_known", profile is not null);
        if (profile is { } known)
        {
            json.WriteString("name", symbols.Texts.Text(known.Name));
            json.WriteString("kind", Wire.Word(known.Kind));
            json.WriteString("country", CountryCode.Text(known.Country));
            json.WriteString("headquarters_country", CountryCode.Text(known.HeadquartersCountry));
            json.WriteString("ultimate_parent", symbols.Texts.Text(known.UltimateParent));
            json.WriteString("address", symbols.Texts.Text(known.Address));
            json.WriteString("registration_number", symbols.Texts.Text(known.RegistrationNumber));
            json.WriteString("known_at", OrderWriter.Moment(known.KnownAt));
        }

        json.WriteStartArray("list_matches");
        foreach (ListHit hit in hits) Write(json, hit);
        json.WriteEndArray();
    });

    /// <summary>What a seller reads of a later ruling: that it changed and to what, and nothing of why.</summary>
    public static byte[] OfChange(long number, string orderId, int version, UInt128 key, Ruling was, Ruling now, long at) => JsonBytes.Of(json =>
    {
        json.WriteNumber("number", number);
        json.WriteString("decision_id", DecisionRecord.IdOf(key));
        json.WriteString("order_id", orderId);
        json.WriteNumber("version", version);
        json.WriteString("was", Rulings.Word(was));
        json.WriteString("decision", Rulings.Word(now));
        json.WriteString("changed_at", OrderWriter.Moment(at));
    });

    /// <summary>Fields that the order leaves out and that would have told something.</summary>
    public static IReadOnlyList<string> MissingData(OrderRequest request)
    {
        var missing = new List<string>();
        if (request.EndUser is null) missing.Add("parties.end_user");
        if (request.UltimateConsignee is null) missing.Add("parties.ultimate_consignee");
        if (request.EndUse is null) missing.Add("end_use.stated");
        if (request.EndUseLocation is null) missing.Add("end_use.location");
        if (request.PaymentTerms == PaymentTerms.Unknown) missing.Add("payment.terms");
        return missing;
    }

    private static string Needed(string field) => field switch
    {
        "parties.end_user" => "the end user is needed",
        "parties.ultimate_consignee" => "the ultimate consignee is needed",
        "end_use.stated" => "an end-use statement is needed",
        "end_use.location" => "the place of use is needed",
        _ => "the terms of payment are needed",
    };

    private static string Band(Ruling ruling, bool isMandatory) => ruling switch
    {
        Ruling.Release => "low",
        Ruling.Review => "elevated",
        _ => isMandatory ? "mandatory hold" : "high",
    };

    private static void Head(Utf8JsonWriter json, OrderRequest request, Judged judged, UInt128? key, bool withSeller)
    {
        json.WriteString("decision_id", DecisionRecord.IdOf(key ?? DecisionRecord.KeyOf(request.OrderId, request.Version)));
        json.WriteString("order_id", request.OrderId);
        json.WriteNumber("version", request.Version);
        if (withSeller) json.WriteString("seller_id", request.SellerId);
        json.WriteString("status", judged.Supersedes is null ? "new" : "superseding");
        if (judged.Supersedes is { } before) json.WriteNumber("supersedes_version", before);
        json.WriteString("decision", Rulings.Word(judged.Ruling));
        json.WriteString("as_of", OrderWriter.Moment(judged.AsOf));
    }

    private static void Told(Utf8JsonWriter json, string code, string text)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Reason reason)
    {
        json.WriteStartObject();
        json.WriteString("code", reason.Code);
        json.WriteString("name", reason.Name);
        json.WriteString("sentence", reason.Sentence);
        json.WriteNumber("log_odds", reason.LogOdds);
        json.WriteString("citation", reason.Citation);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ListHit hit)
    {
        json.WriteStartObject();
        json.WriteString("role", hit.Role);
        json.WriteString("party_id", hit.PartyId);
        json.WriteString("party", hit.Party);
        json.WriteString("listed_name", hit.ListedName);
        json.WriteString("list", hit.List);
        json.WriteString("entry", hit.Entry);
        json.WriteNumber("score", hit.Score);
        json.WriteBoolean("is_exact", hit.IsExact);
        json.WriteBoolean("is_hold", hit.IsHold);
        if (hit.Source is not null) json.WriteString("source", hit.Source);
        if (hit.Problem is not null) json.WriteString("problem", hit.Problem);
        if (hit.PutAside is { } aside) json.WriteString("put_aside", aside.ToString());
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
