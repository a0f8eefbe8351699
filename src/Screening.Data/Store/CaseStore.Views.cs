using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Screening.Data.Store;

/// <summary>Views of the queue that people keep.</summary>
public sealed partial class CaseStore
{
    /// <summary>Most views of one person.</summary>
    public const int MostViews = 30;

    /// <summary>Somebody's views, by name.</summary>
    /// <param name="person">Whose, in any spelling.</param>
    public IReadOnlyList<SavedView> Views(string person) =>
    [
        .. Connection.Query<(string Name, string Query)>("SELECT name, query FROM saved_views WHERE user_key = @key ORDER BY name", new { key = StoreText.Folded(person) })
            .Select(v => new SavedView(v.Name, JsonSerializer.Deserialize<ViewQuery>(v.Query, AlertJson.Options)!)),
    ];

    /// <summary>Keeps a view, in the place of one of the same name.</summary>
    /// <exception cref="StoreException">The name is empty or too long, or there are too many.</exception>
    public void KeepView(SavedView view, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(actor);
        (string name, string key) = (StoreText.Told(view.Name, "the name of the view", 60), StoreText.Folded(actor.Name));
        using DbTransaction transaction = _database.BeginWrite();
        long others = Connection.QuerySingle<long>("SELECT count(*) FROM saved_views WHERE user_key = @key AND name <> @name", new { key, name }, transaction);
        if (others >= MostViews) throw new StoreException(FormattableString.Invariant($"{actor.Name} keeps {others} views; accepted: up to {MostViews}; remove one first"));
        Connection.Execute(
            "INSERT INTO saved_views (user_key, name, query, saved_at) VALUES (@key, @name, @query, @at) ON CONFLICT (user_key, name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at",
            new { key, name, query = JsonSerializer.Serialize(view.Query, AlertJson.Options), at = StoreText.Of(actor.AtUtc) }, transaction);
        transaction.Commit();
    }

    /// <summary>Forgets a view; one that is not there is forgotten already.</summary>
    public void ForgetView(string name, CaseActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        using DbTransaction transaction = _database.BeginWrite();
        Connection.Execute("DELETE FROM saved_views WHERE user_key = @key AND name = @name", new { key = StoreText.Folded(actor.Name), name }, transaction);
        transaction.Commit();
    }
}
