using System.Text.Json;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>What came of what the nights found.</summary>
public sealed partial class CaseStore
{
    private const string All = "all";

    /// <summary>How good each sign was by what people decided: all cases first, then typologies by code. A case counts for every typology that its last alert found.</summary>
    /// <param name="from">Only cases that were opened on this day or later; <c>null</c> for all.</param>
    public IReadOnlyList<SignQuality> Quality(DateOnly? from = null)
    {
        HashSet<string> reopened = [.. Connection.Query<string>("SELECT DISTINCT case_id FROM audit_entries WHERE action = 'reopen' AND case_id IS NOT NULL")];
        ILookup<string, JudgedTwice> twice = Reviewed(int.MaxValue).ToLookup(r => r.CaseId, StringComparer.Ordinal);
        var signs = new SortedDictionary<string, Sign>(Comparer<string>.Create(static (a, b) => a == All || b == All ? (b == All).CompareTo(a == All) : string.CompareOrdinal(a, b)));
        IEnumerable<(string CaseId, string State, string OpenedAt, string StateSince, string Content)> rows = Connection.Query<(string, string, string, string, string)>(
            """
            SELECT c.case_id, c.state, c.opened_at, c.state_since, l.content
            FROM cases c JOIN listings l ON l.alert_id = c.alert_id JOIN runs r ON r.run_id = l.run_id AND r.date = c.shown_on AND r.superseded_by IS NULL
            WHERE c.merged_into IS NULL AND c.is_withdrawn = 0 AND c.opened_at >= @from ORDER BY c.case_id
            """, new { from = from is { } day ? StoreText.Of(day) : "" }, buffered: false);
        foreach ((string caseId, string told, string opened, string since, string content) in rows)
        {
            CaseState state = StoreText.Value<CaseState>(told);
            double days = (StoreText.Moment(since) - StoreText.Moment(opened)).TotalDays;
            Alert alert = JsonSerializer.Deserialize<Alert>(content, AlertJson.Options)!;
            foreach ((string code, string name) in alert.Reasons.Where(r => r.Code[0] is 'T' or 'E' && char.IsAsciiDigit(r.Code[^1])).Select(r => (r.Code, r.Name)).Distinct().Prepend((All, "every case")))
            {
                if (!signs.TryGetValue(code, out Sign? sign)) signs[code] = sign = new Sign(name);
                if (reopened.Contains(caseId)) sign.Reopened++;
                sign.JudgedTwice += twice[caseId].Count();
                sign.Disagreements += twice[caseId].Count(r => r.IsDisagreement);
                if (!CaseTransitions.IsClosed(state)) continue;
                sign.Days.Add(days);
                if (state == CaseState.Confirmed) sign.Confirmed++;
            }
        }

        return [.. signs.Select(sign => new SignQuality(sign.Key, sign.Value.Name, sign.Value.Days.Count, sign.Value.Confirmed, Median(sign.Value.Days), sign.Value.Reopened) { JudgedTwice = sign.Value.JudgedTwice, Disagreements = sign.Value.Disagreements })];
    }

    private static double? Median(List<double> days)
    {
        if (days.Count == 0) return null;
        days.Sort();
        return (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2;
    }

    private sealed class Sign(string name)
    {
        public string Name => name;

        public List<double> Days { get; } = [];

        public int Confirmed { get; set; }

        public int Reopened { get; set; }

        public int JudgedTwice { get; set; }

        public int Disagreements { get; set; }
    }
}
