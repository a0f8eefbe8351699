using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Screening.Data.Store;

/// <summary>Keeps what can be searched.</summary>
internal static class SearchIndex
{
    /// <summary>Puts documents in, each in the place of the one of the same case, kind and reference; those that say the same stay.</summary>
    public static void Put(StoreDatabase database, DbTransaction transaction, IReadOnlyList<SearchDoc> docs)
    {
        if (docs.Count == 0) return;
        Dictionary<(string, string, string), Row> known = Known(database, transaction, docs).ToDictionary(r => (r.CaseId, r.Kind, r.Ref));
        long next = database.Connection.QuerySingle<long>("SELECT coalesce(max(doc_id), 0) FROM search_docs", transaction: transaction);
        var rows = new List<object?[]>();
        var bodies = new List<(long DocId, string Body)>();
        foreach (SearchDoc doc in docs.DistinctBy(d => (d.CaseId, d.Kind, d.Ref)))
        {
            string body = SearchText.Fold(doc.Text), hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
            if (known.TryGetValue((doc.CaseId, doc.Kind, doc.Ref), out Row? old))
            {
                if (old.BodyHash == hash) continue;
                Take(database, transaction, old.DocId);
            }

            rows.Add([++next, doc.CaseId, doc.Kind, doc.Ref, hash]);
            bodies.Add((next, Shortened(body)));
        }

        BulkInsert.Run(database.Connection, transaction, "INSERT INTO search_docs (doc_id, case_id, kind, ref, body_hash)", "", rows);
        database.Index(bodies, transaction);
    }

    /// <summary>Takes out what was said in one place.</summary>
    public static void Remove(StoreDatabase database, DbTransaction transaction, string kind, string reference)
    {
        foreach (long doc in database.Connection.Query<long>("SELECT doc_id FROM search_docs WHERE kind = @kind AND ref = @reference", new { kind, reference }, transaction).AsList())
            Take(database, transaction, doc);
    }

    private static IEnumerable<Row> Known(StoreDatabase database, DbTransaction transaction, IReadOnlyList<SearchDoc> docs)
    {
        const string Select = "SELECT doc_id AS DocId, case_id AS CaseId, kind AS Kind, ref AS Ref, body_hash AS BodyHash FROM search_docs ";
        return docs.Count > 20
            ? database.Connection.Query<Row>(Select, transaction: transaction)
            : docs.DistinctBy(d => (d.CaseId, d.Kind, d.Ref)).SelectMany(d => database.Connection.Query<Row>(
                Select + "WHERE case_id = @CaseId AND kind = @Kind AND ref = @Ref", new { d.CaseId, d.Kind, d.Ref }, transaction));
    }

    private static void Take(StoreDatabase database, DbTransaction transaction, long doc)
    {
        database.Unindex(doc, transaction);
        database.Connection.Execute("DELETE FROM search_docs WHERE doc_id = @doc", new { doc }, transaction);
    }

    // PostgreSQL refuses more than a mebibyte of words; each once is enough to find them.
    private static string Shortened(string body) => body.Length == 0 ? "" : string.Join(' ', body.Split(' ').Distinct(StringComparer.Ordinal));

    private sealed record Row
    {
        public long DocId { get; init; }

        public string CaseId { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Ref { get; init; } = "";

        public string BodyHash { get; init; } = "";
    }
}
