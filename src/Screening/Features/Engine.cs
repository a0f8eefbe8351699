using Screening.Features.Groups;
using Screening.Policies;
using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Computes what is known of orders. Live, <see cref="Process"/> takes event after event; <see cref="Advance"/> takes a stretch of the log
/// with its groups side by side; both run the same <see cref="FeatureGroup.Learn"/> and <see cref="FeatureGroup.Read"/> on the same state. Not thread-safe: one owner.
/// </summary>
public sealed class Engine
{
    private readonly FeatureGroup[] _groups;
    private readonly GroupPass _pass;
    private readonly LinkedGroup _linked;
    private int _processed;

    /// <summary>Makes an engine that has processed nothing of its log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="clock">Tells the time, in units of its own, for <see cref="Spent"/>; <c>null</c> when nobody asks.</param>
    /// <param name="block">Events that the groups take side by side before any of them goes on, at least 1; the result does not depend on it.</param>
    public Engine(EventLog log, CountryGroups countries, Func<long>? clock = null, int block = GroupPass.UsualBlock)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(countries);
        Log = log;
        _groups = Groups(countries);
        _linked = _groups.OfType<LinkedGroup>().Single();
        Catalogue = new FeatureCatalogue([.. _groups.SelectMany(g => g.Features)]);
        _pass = new GroupPass(_groups, clock, block);
    }

    /// <summary>What the engine learns from.</summary>
    public EventLog Log { get; }

    /// <summary>The features, in the order of a row's columns.</summary>
    public FeatureCatalogue Catalogue { get; }

    /// <summary>The catalogue of every engine.</summary>
    public static FeatureCatalogue DefaultCatalogue { get; } = new Engine(new EventLog(), new CountryGroups([], [])).Catalogue;

    /// <summary>The groups of every engine, in the order of their columns.</summary>
    public static IReadOnlyList<GroupColumns> DefaultGroups { get; } = ColumnsOf(new Engine(new EventLog(), new CountryGroups([], []))._groups);

    /// <summary>What each group has taken in <see cref="Advance"/>, in units of the clock, under the name of its type; zeros without a clock.</summary>
    public IEnumerable<(string Group, int Features, long Spent)> Spent => _groups.Zip(_pass.Spent, (group, spent) => (group.GetType().Name, group.Features.Count, spent));

    /// <summary>How many events of the log have been processed.</summary>
    public int Processed => _processed;

    /// <summary>
    /// Processes the next event of the log, the only call that changes state. For an order version every feature is read first, as of the
    /// moment it became known, and only then is it learnt; nothing is read for an order that is gone.
    /// </summary>
    /// <param name="row">Where an order's features go, one per column of the catalogue; empty when they are not wanted. Any other event leaves it as it is.</param>
    /// <returns>The event.</returns>
    /// <exception cref="InvalidOperationException">The whole log has been processed.</exception>
    public Event Process(Span<double> row = default)
    {
        if (_processed == Log.Events.Count) throw new InvalidOperationException($"all {_processed} events of the log have been processed");
        Event at = Log.Events[_processed];
        _pass.Approach(Log, at);
        if (at.Kind == EventKind.Order && !row.IsEmpty)
        {
            ref readonly OrderVersion order = ref Log.Orders[at.Row];
            if (!order.IsGone) ReadAll(ReadPlan.Reading(Log, in order, order.Previous, order.KnownAt), row);
        }

        _pass.Learn(Log, at);
        _processed++;
        return at;
    }

    /// <summary>Processes what is left of the log.</summary>
    public void ProcessAll()
    {
        while (_processed < Log.Events.Count) Process();
    }

    /// <summary>
    /// Processes the events up to a position at once, on several threads, and takes the looks that are planned between them. The result does
    /// not depend on the number of threads, nor on where stretches end: each group has its own state and its own columns.
    /// </summary>
    /// <param name="to">Position after the last event to process; not before <see cref="Processed"/>.</param>
    /// <param name="reads">The looks, at positions from <see cref="Processed"/> through <paramref name="to"/>.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of events; the engine is of no more use then.</param>
    /// <returns>Row i belongs to look i.</returns>
    public FeatureMatrix Advance(int to, ReadPlan reads, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        var matrix = new FeatureMatrix(reads.Reads.Count, Catalogue.Count);
        AdvanceInto(matrix, to, reads, threads, progress, cancellation);
        return matrix;
    }

    private void AdvanceInto(FeatureMatrix matrix, int to, ReadPlan reads, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, _processed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Log.Events.Count);
        reads.CheckWithin(_processed, to);
        int from = _processed;
        _processed = to;
        Log.NamePairs.Update(threads, cancellation);
        _pass.Advance(Log, from, to, reads, matrix, threads, progress, cancellation);
    }

    /// <summary>Reads an order of the log as of a moment, without the order itself in what is known. Changes nothing.</summary>
    /// <param name="orderRow">Row of the order version.</param>
    /// <param name="asOf">The moment; not before the latest knowledge.</param>
    /// <param name="row">Where the features go.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or the engine knows of things later than <paramref name="asOf"/>.</exception>
    public void Read(int orderRow, long asOf, Span<double> row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(orderRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(orderRow, Log.Orders.Count);
        CheckAsOf(asOf);
        ref readonly OrderVersion order = ref Log.Orders[orderRow];
        ReadAll(ReadPlan.Reading(Log, in order, Log.InForce(order.Order), asOf), row);
    }

    /// <summary>Reads an order that is not in the log, as it would be read if it became known at a moment. Changes nothing.</summary>
    /// <param name="header">The order; its content is worked out from the lines.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="asOf">The moment; not before the latest knowledge.</param>
    /// <param name="row">Where the features go.</param>
    /// <returns>The order as it would stand in the log; its lines are those of the latest that was resolved, see <see cref="EventLog.LineOf"/>.</returns>
    public OrderVersion Peek(in OrderVersion header, ReadOnlySpan<OrderLine> lines, long asOf, Span<double> row)
    {
        CheckAsOf(asOf);
        OrderVersion order = Log.Resolve(header with { KnownAt = asOf }, lines);
        ReadAll(ReadPlan.Reading(Log, in order, order.Previous, asOf), row);
        return order;
    }

    /// <summary>The party after which a party's group of linked parties is named.</summary>
    public int Subject(int party) => _linked.Subject(party);

    /// <summary>Computes all planned looks over a whole log, on several threads.</summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="reads">The looks; row i of the result belongs to look i.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of events.</param>
    public static FeatureMatrix Replay(
        EventLog log, CountryGroups countries, ReadPlan reads, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new Engine(log, countries).Advance(log.Events.Count, reads, threads, progress, cancellation);
    }

    /// <summary>As the other, into a matrix of the caller's.</summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="reads">The looks; row i of the matrix belongs to look i.</param>
    /// <param name="matrix">NaN, with a row for every look; columns behind the catalogue's stay as they are.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of events.</param>
    /// <exception cref="ArgumentException">The matrix has fewer columns than the catalogue, or another number of rows than there are looks.</exception>
    public static void Replay(
        EventLog log, CountryGroups countries, ReadPlan reads, FeatureMatrix matrix, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        RequireRoom(reads, matrix);
        new Engine(log, countries).AdvanceInto(matrix, log.Events.Count, reads, threads, progress, cancellation);
    }

    /// <summary>
    /// Reads every order version of a log on arrival, stretch after stretch, so that only one stretch's rows are in memory.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="take">Receives each stretch's looks and rows, in order; the rows are only lent, until it returns.</param>
    /// <param name="clock">Tells the time for <see cref="Spent"/>.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of events.</param>
    /// <param name="stretch">Events whose rows are in memory at once, at least 1.</param>
    /// <returns>The engine, which has processed the whole log.</returns>
    public static Engine Replay(
        EventLog log, CountryGroups countries, int threads, Action<ReadPlan, FeatureMatrix> take, Func<long>? clock = null, IProgress<double>? progress = null,
        int stretch = GroupPass.UsualStretch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch, 1);
        var engine = new Engine(log, countries, clock);
        var matrix = new FeatureMatrix(0, engine.Catalogue.Count);
        while (engine.Processed < log.Events.Count)
        {
            int to = (int)Math.Min(log.Events.Count, (long)engine.Processed + stretch);
            ReadPlan reads = ReadPlan.OnArrival(log, engine.Processed, to);
            matrix.Resize(reads.Reads.Count);
            engine.AdvanceInto(matrix, to, reads, threads, null, cancellation);
            take(reads, matrix);
            progress?.Report((double)to / log.Events.Count);
        }

        return engine;
    }

    /// <summary>
    /// Computes some shares of groups over a whole log. As no group reads another's state and no key another's, the parts of several calls, wherever they are made, are together what
    /// <see cref="Replay(EventLog, CountryGroups, ReadPlan, int, IProgress{double}, CancellationToken)"/> makes, bit for bit.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="reads">The looks; row i of the matrix belongs to look i.</param>
    /// <param name="shares">The shares, each once.</param>
    /// <param name="matrix">Has all columns and a row for every look; only values of <see cref="PartCells"/> are written.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="clock">Tells the time, in units of its own, for what is returned.</param>
    /// <param name="cancellation">Stops between blocks of events.</param>
    /// <returns>What each share took, by the clock.</returns>
    public static IReadOnlyList<long> ReplayPart(
        EventLog log, CountryGroups countries, ReadPlan reads, IReadOnlyList<GroupShard> shares, FeatureMatrix matrix, int threads, IProgress<double>? progress = null,
        Func<long>? clock = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(reads);
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != reads.Reads.Count || matrix.Columns != DefaultCatalogue.Count)
            throw new ArgumentException($"the matrix is {matrix.Rows} x {matrix.Columns}; accepted: {reads.Reads.Count} x {DefaultCatalogue.Count}", nameof(matrix));
        var pass = new GroupPass(GroupsOf(log, countries, shares), clock, firstColumns: [.. shares.Select(s => DefaultGroups[s.Group].First)]);
        reads.CheckWithin(0, log.Events.Count);
        log.NamePairs.Update(threads, cancellation);
        pass.Advance(log, 0, log.Events.Count, reads, matrix, threads, progress, cancellation);
        return pass.Spent;
    }

    /// <summary>The groups of some shares, which have learnt nothing.</summary>
    /// <exception cref="ArgumentException">There is no such share, or one is given twice.</exception>
    internal static FeatureGroup[] GroupsOf(EventLog log, CountryGroups countries, IReadOnlyList<GroupShard> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Count == 0 || shares.Distinct().Count() != shares.Count || !shares.All(Is))
            throw new ArgumentException($"shares are {string.Join(", ", shares)}; accepted: one or more, each once, of the groups 0 to {DefaultGroups.Count - 1}, in 1 to {GroupShard.Most} shards where they are keyed", nameof(shares));
        return [.. shares.Select(share =>
        {
            FeatureGroup group = Groups(countries)[share.Group];
            group.Choose(share, log);
            return group;
        })];
    }

    /// <summary>Refuses a matrix that cannot hold what looks will find.</summary>
    internal static void RequireRoom(ReadPlan reads, FeatureMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(reads);
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != reads.Reads.Count || matrix.Columns < DefaultCatalogue.Count)
            throw new ArgumentException($"the matrix is {matrix.Rows} x {matrix.Columns}; accepted: {reads.Reads.Count} x {DefaultCatalogue.Count} or wider", nameof(matrix));
    }

    private static bool Is(GroupShard share) =>
        share.Group >= 0 && share.Group < DefaultGroups.Count && share.Shards >= 1 && share.Shards <= (DefaultGroups[share.Group].IsKeyed ? GroupShard.Most : 1)
        && share.Shard >= 0 && share.Shard < share.Shards;

    private static FeatureGroup[] Groups(CountryGroups countries) =>
    [
        new OrderGroup(countries), new EndUserGroup(countries), new PurchaserGroup(countries), new LinkedGroup(), new RouteRarityGroup(), new ListedPartyGroup(),
        new LaneGroup(), new ConsigneeGroup(), new EndUseGroup(), new HomeMarketGroup(),
        new PeerValueGroup(), new CustomerRankGroup(), new TenantGroup(countries),
        new PurchaserPairGroup(), new AddressGroup(), new DeviceGroup(), new HoldGroup(), new TipGroup(), new SalesGroup(), new SurgeGroup(countries), new MassBalanceGroup(),
        new LicenceGroup(countries), new ListedOwnershipGroup(),
    ];

    private static GroupColumns[] ColumnsOf(FeatureGroup[] groups)
    {
        var columns = new GroupColumns[groups.Length];
        for (int i = 0, first = 0; i < groups.Length; first += groups[i++].Features.Count) columns[i] = new GroupColumns(groups[i].GetType().Name, first, groups[i].Features.Count, groups[i].IsKeyed);
        return columns;
    }

    private void ReadAll(in Reading reading, Span<double> row)
    {
        if (row.Length != Catalogue.Count)
            throw new ArgumentException($"a row has {Catalogue.Count} columns, one per feature of set {Catalogue.Id}; got {row.Length}", nameof(row));
        _pass.Read(Log, reading, row);
    }

    private void CheckAsOf(long asOf)
    {
        if (_processed < Log.Events.Count)
            throw new InvalidOperationException($"{Log.Events.Count - _processed} events of the log are not processed yet; a look now would mix what is learnt with what is not");
        if (asOf < Log.LastKnownAt)
        {
            throw new ArgumentOutOfRangeException(
                nameof(asOf), $"{Micros.ToDateTime(asOf):O} is before the latest knowledge of the engine, {Micros.ToDateTime(Log.LastKnownAt):O}");
        }
    }
}
