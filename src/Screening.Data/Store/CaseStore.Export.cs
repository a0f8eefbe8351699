using Dapper;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Cases for other programs.</summary>
public sealed partial class CaseStore
{
    /// <summary>Cases by priority, closed, merged and withdrawn ones among them. Who took them, and how many, is on record.</summary>
    /// <param name="states">Only these; null for all.</param>
    /// <param name="format">As what, for the record.</param>
    /// <param name="actor">Who takes them.</param>
    /// <exception cref="CaseRefusedException">The role sees no cases.</exception>
    public IReadOnlyList<CaseRecord> Export(IReadOnlyList<CaseState>? states, string format, CaseActor actor)
    {
        CaseActor named = Named(actor);
        if (CasePermissions.IsSales(named.Role)) throw Refused(named, null, "export", $"{CaseWords.Of(named.Role)} may not see what is on record of a case");
        List<CaseRecord> found = [.. Connection.Query<CaseRow>($"SELECT {CaseRow.Columns} FROM cases c ORDER BY c.priority DESC, c.case_id").Select(r => r.Record).Where(c => states is null || states.Contains(c.State))];
        Record(named, "export", null, new { what = "cases", format, rows = found.Count });
        return found;
    }
}
