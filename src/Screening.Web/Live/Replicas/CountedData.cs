using System.Text.Json;

namespace Screening.Web.Live;

/// <summary>What of a decided order's data on parties and papers counted. What was known already when the order came did not count then and must not count later.</summary>
internal sealed class CountedData
{
    private readonly HashSet<string> _parties, _papers;

    /// <summary>Reads it from the decision.</summary>
    public CountedData(DecisionRecord record)
    {
        using JsonDocument answer = JsonDocument.Parse(record.AnalystAnswer);
        _parties = Texts(answer.RootElement, "party_data_not_counted");
        _papers = Texts(answer.RootElement, "papers_not_counted");
    }

    /// <summary>Whether what the order says of a party counted.</summary>
    public bool HasParty(string id) => !_parties.Contains(id);

    /// <summary>Whether its certificate, or its payment, counted.</summary>
    /// <param name="paper"><see cref="LiveScoring.CertificateIgnored"/> or <see cref="LiveScoring.PaymentIgnored"/>.</param>
    public bool HasPaper(string paper) => !_papers.Contains(paper);

    private static HashSet<string> Texts(JsonElement answer, string name) => answer.GetProperty(name).EnumerateArray().Select(text => text.GetString()!).ToHashSet(StringComparer.Ordinal);
}
