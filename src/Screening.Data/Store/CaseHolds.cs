using System.Data.Common;
using Dapper;
using Screening.Alerts;
using Screening.Casework;

namespace Screening.Data.Store;

/// <summary>Holds: which orders do not ship, who said so, and who let them go.</summary>
internal static class CaseHolds
{
    private static readonly string[] Gone = ["shipped", "delivered", "cancelled"];

    /// <summary>Places a hold on the orders of a case that have not gone.</summary>
    /// <returns>Its id and its orders.</returns>
    public static (string HoldId, IReadOnlyList<string> Orders) Place(StoreDatabase database, DbTransaction transaction, string caseId, IReadOnlyList<Alert> alerts, CaseActor actor, string reason)
    {
        long earlier = database.Connection.QuerySingle<long>("SELECT count(*) FROM holds WHERE hold_id LIKE @like", new { like = $"H-{caseId[2..]}.%" }, transaction);
        string hold = FormattableString.Invariant($"H-{caseId[2..]}.{earlier + 1}");
        database.Connection.Execute(
            "INSERT INTO holds (hold_id, case_id, placed_by, placed_as, placed_at, reason, overridden) VALUES (@hold, @caseId, @Name, @role, @at, @reason, 0)",
            new { hold, caseId, actor.Name, role = StoreText.Word(actor.Role), at = StoreText.Of(actor.AtUtc), reason }, transaction);
        return (hold, [.. alerts.SelectMany(a => Extend(database, transaction, hold, a, actor))]);
    }

    /// <summary>Holds the orders of an alert that the hold does not hold yet.</summary>
    /// <returns>The orders that came to it.</returns>
    public static IReadOnlyList<string> Extend(StoreDatabase database, DbTransaction transaction, string hold, Alert alert, CaseActor actor)
    {
        HashSet<string> held = [.. database.Connection.Query<string>("SELECT order_id FROM hold_orders WHERE hold_id = @hold", new { hold }, transaction)];
        (string reason, int next) = (database.Connection.QuerySingle<string>("SELECT reason FROM holds WHERE hold_id = @hold", new { hold }, transaction), held.Count);

        // Without an order that could still ship, the one that speaks for the subject stands for it.
        string[] standing = [.. alert.Orders.Where(o => !Gone.Contains(o.Status)).Select(o => o.OrderId)];
        var added = new List<string>();
        foreach (string order in (standing.Length == 0 ? [alert.OrderId] : standing).Distinct(StringComparer.Ordinal).Where(held.Add))
        {
            string row = FormattableString.Invariant($"{hold}.{++next}");
            database.Connection.Execute("INSERT INTO hold_orders (hold_id, order_id, lake_hold_id) VALUES (@hold, @order, @row)", new { hold, order, row }, transaction);
            CaseOutbox.Add(database, transaction, "holds", Row(row, "placed", order, actor, reason));
            added.Add(order);
        }

        return added;
    }

    /// <summary>Lets a hold go.</summary>
    /// <returns>Its orders.</returns>
    public static IReadOnlyList<string> Release(
        StoreDatabase database, DbTransaction transaction, string hold, CaseActor actor, string reason, IReadOnlyList<Evidence> evidence, bool isOverridden)
    {
        database.Connection.Execute(
            "UPDATE holds SET released_by = @Name, released_at = @at, overridden = @over WHERE hold_id = @hold",
            new { actor.Name, at = StoreText.Of(actor.AtUtc), over = isOverridden ? 1 : 0, hold }, transaction);
        EvidenceGrade? best = evidence.Where(e => e.IsIndependent).Select(e => (EvidenceGrade?)e.Grade).Max();
        var orders = new List<string>();
        foreach ((string order, string row) in database.Connection.Query<(string, string)>(
            "SELECT order_id, lake_hold_id FROM hold_orders WHERE hold_id = @hold ORDER BY lake_hold_id", new { hold }, transaction).AsList())
        {
            Dictionary<string, object?> released = Row(row, "released", order, actor, reason);
            released["evidence_grade"] = best is { } grade ? StoreText.Word(grade) : null;
            released["independent"] = best is not null;
            released["overridden"] = isOverridden;
            CaseOutbox.Add(database, transaction, "holds", released);
            orders.Add(order);
        }

        return orders;
    }

    private static Dictionary<string, object?> Row(string id, string action, string order, CaseActor actor, string reason) => new(StringComparer.Ordinal)
    {
        ["hold_id"] = id,
        ["action"] = action,
        ["order_id"] = order,
        ["acted_at"] = CaseOutbox.Moment(actor.AtUtc),
        ["role"] = StoreText.Word(actor.Role == CaseRole.SalesRepresentative ? CaseRole.Seller : actor.Role),
        ["acted_by"] = actor.Name,
        ["reason"] = reason,
        ["known_at"] = CaseOutbox.Moment(actor.AtUtc),
    };
}
