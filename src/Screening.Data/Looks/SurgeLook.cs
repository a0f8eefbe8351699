using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Typologies;

namespace Screening.Data.Looks;

/// <summary>A rule that tightened control.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">What it is called.</param>
/// <param name="ProductClass">Kind of goods it is about; null for all.</param>
/// <param name="Country">Destination, or group of them, that it is about; null for all.</param>
/// <param name="EffectiveOn">Day on which it took effect.</param>
/// <param name="Citation">Where it stands; null when not told.</param>
public sealed record TighteningRule(string Id, string Title, string? ProductClass, string? Country, DateOnly EffectiveOn, string? Citation);

/// <summary>What a country ordered before and after a day.</summary>
/// <param name="Country">Destination, two letters.</param>
/// <param name="OrdersBefore">Orders before.</param>
/// <param name="OrdersAfter">Orders from the day on.</param>
/// <param name="UsdBefore">Their value before.</param>
/// <param name="UsdAfter">Their value from the day on.</param>
/// <param name="Times">Its growth over that of all other countries together, as T11 reads it; null where there is nothing to compare.</param>
/// <param name="NotCompared">Why there is nothing to compare; null where there is.</param>
public sealed record CountrySurge(string Country, long OrdersBefore, long OrdersAfter, double UsdBefore, double UsdAfter, double? Times, string? NotCompared);

/// <summary>A week's value of orders of one country.</summary>
/// <param name="Country">Destination.</param>
/// <param name="Week">First day of seven, counted from the day of the rule.</param>
/// <param name="Usd">Value.</param>
public sealed record SurgeWeek(string Country, DateOnly Week, double Usd);

/// <summary>What was ordered around a rule.</summary>
/// <param name="Days">Days before and after that are compared.</param>
/// <param name="Countries">Every destination, the one that grew most first, then those that cannot be compared by value.</param>
/// <param name="Weeks">Values by week, of destinations that are drawn.</param>
/// <param name="WithoutCountry">Orders around the day that name no destination.</param>
public sealed record Surge(int Days, IReadOnlyList<CountrySurge> Countries, IReadOnlyList<SurgeWeek> Weeks, long WithoutCountry);

/// <summary>
/// T11 as a question: to which countries did orders of a kind of goods surge after control of it tightened. As the feature counts: whole days, an order by the class of
/// its line of greatest value and by the earlier of when it was placed and became known, its version in force, and none that was only quoted, cancelled or returned.
/// </summary>
public static class SurgeLook
{
    /// <summary>Days on either side that are compared at most.</summary>
    public const int MostDays = 90;

    /// <summary>Fewest orders before for which a country is compared.</summary>
    public const int FewestOrders = 5;

    private const int Drawn = 4;

    /// <summary>Kinds of goods.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["accelerator", "server", "memory", "packaging_material", "other"];

    /// <summary>Rules that tightened control, the latest first; none when the lake tells of none.</summary>
    public static IReadOnlyList<TighteningRule> Rules(LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        if (snapshot.Files("control_events").Count == 0) return [];
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using DuckDbResult result = connection.Query(
            $"""
            SELECT control_event_id, coalesce(title, control_event_id), product_class, coalesce(country, country_group), CAST(CAST(effective_on AS DATE) AS VARCHAR), citation
            FROM {snapshot.Current(contracts["control_events"])} WHERE direction = 'tightened' ORDER BY effective_on DESC, control_event_id
            """, cancellation);
        return [.. result.Rows().Select(r => new TighteningRule((string)r[0]!, (string)r[1]!, (string?)r[2], (string?)r[3], Day((string)r[4]!), (string?)r[5]))];
    }

    /// <summary>Compares.</summary>
    /// <param name="snapshot">The lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="productClass">Kind of goods, one of <see cref="Classes"/>.</param>
    /// <param name="rule">The day on which the rule took effect: the first of those after.</param>
    /// <param name="lastKnown">The last day that counts as far as it goes.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Surge Around(LakeSnapshot snapshot, ContractStore contracts, string productClass, DateOnly rule, DateOnly lastKnown, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        if (!Classes.Contains(productClass)) throw new ArgumentException($"the class is '{productClass}'; accepted: {string.Join(", ", Classes)}", nameof(productClass));
        int days = Math.Clamp(lastKnown.DayNumber - rule.DayNumber + 1, 0, MostDays);
        if (days == 0 || snapshot.Files("orders").Count == 0 || snapshot.Files("products").Count == 0) return new Surge(days, [], [], 0);
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        (DateOnly from, DateOnly until) = (rule.AddDays(-days), rule.AddDays(days));
        connection.Execute(
            $"""
            CREATE TEMP TABLE around AS
            WITH lines AS (
                SELECT order_id, status, least(ordered_at, known_at) AS happened_at, destination_country, product_id, CAST(value_usd AS DOUBLE) AS usd
                FROM {snapshot.Current(contracts["orders"])}
                WHERE ordered_at < TIMESTAMP {Sql.Literal(Text(until.AddDays(366)))} AND greatest(ordered_at, known_at) >= TIMESTAMP {Sql.Literal(Text(from))}
                QUALIFY version = max(version) OVER (PARTITION BY order_id)),
            classes AS (SELECT product_id, class FROM {snapshot.Current(contracts["products"])}),
            whole AS (
                SELECT order_id, min(happened_at) AS happened_at, any_value(destination_country) AS country, sum(usd) AS usd, arg_max(coalesce(class, 'unknown'), usd) AS class
                FROM lines LEFT JOIN classes USING (product_id) WHERE status IN ('placed', 'changed', 'shipped') GROUP BY order_id)
            SELECT country, usd, date_diff('day', DATE {Sql.Literal(Text(rule))}, CAST(happened_at AS DATE)) AS day FROM whole
            WHERE class = {Sql.Literal(productClass)} AND happened_at >= TIMESTAMP {Sql.Literal(Text(from))} AND happened_at < TIMESTAMP {Sql.Literal(Text(until))}
            """, cancellation);
        using DuckDbResult sums = connection.Query(
            """
            SELECT country, count(*) FILTER (day < 0), count(*) FILTER (day >= 0), coalesce(sum(usd) FILTER (day < 0), 0), coalesce(sum(usd) FILTER (day >= 0), 0)
            FROM around WHERE country IS NOT NULL GROUP BY country ORDER BY country
            """, cancellation);
        List<CountrySurge> told = [.. sums.Rows().Select(r => new CountrySurge((string)r[0]!, (long)r[1]!, (long)r[2]!, (double)r[3]!, (double)r[4]!, null, null))];
        (double before, double after) = (told.Sum(c => c.UsdBefore), told.Sum(c => c.UsdAfter));
        List<CountrySurge> compared = [.. told.Select(c => Compared(c, before - c.UsdBefore, after - c.UsdAfter)).OrderByDescending(c => c.Times ?? -1).ThenByDescending(c => c.UsdAfter).ThenBy(c => c.Country, StringComparer.Ordinal)];
        return new Surge(days, compared, Weeks(connection, rule, [.. compared.Where(c => c.Times is not null).Take(Drawn).Select(c => c.Country)], cancellation), connection.Scalar<long>("SELECT count(*) FROM around WHERE country IS NULL", cancellation));
    }

    private static CountrySurge Compared(CountrySurge one, double othersBefore, double othersAfter)
    {
        string? why = one.OrdersBefore < FewestOrders ? FormattableString.Invariant($"{Words.Count(one.OrdersBefore, "order")} before, fewer than {FewestOrders}")
            : one.UsdBefore <= 0 || one.UsdAfter <= 0 ? "nothing of value before or after"
            : othersBefore <= 0 || othersAfter <= 0 ? "no other country to compare with" : null;
        return why is null ? one with { Times = one.UsdAfter / one.UsdBefore / (othersAfter / othersBefore) } : one with { NotCompared = why };
    }

    private static List<SurgeWeek> Weeks(DuckDbConnection connection, DateOnly rule, IReadOnlyList<string> countries, CancellationToken cancellation)
    {
        if (countries.Count == 0) return [];
        using DuckDbResult result = connection.Query(
            $"SELECT country, CAST(floor(day / 7.0) AS BIGINT) AS week, sum(usd) FROM around WHERE list_contains({Sql.List(countries)}, country) GROUP BY ALL ORDER BY ALL", cancellation);
        return [.. result.Rows().Select(r => new SurgeWeek((string)r[0]!, rule.AddDays((int)(long)r[1]! * 7), (double)r[2]!))];
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
