using Screening.Features.Groups;
using Screening.Policies;
using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Computes what is known of orders. Live, <see cref="Process"/> takes event after event; <see cref="Advance"/> works off a stretch of the log
/// group by group; both run the same <see cref="FeatureGroup.Learn"/> and <see cref="FeatureGroup.Read"/> on the same state. Not thread-safe: one owner.
/// </summary>
public sealed class Engine
{
    private const int PiecesPerThread = 8;
    private readonly FeatureGroup[] _groups;
    private readonly int[] _firstColumns;
    private readonly LinkedGroup _linked;
    private int _processed;

    /// <summary>Makes an engine that has processed nothing of its log.</summary>
    public Engine(EventLog log, CountryGroups countries)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(countries);
        Log = log;
        _linked = new LinkedGroup();
        _groups =
        [
            new OrderGroup(countries), new EndUserGroup(countries), new PurchaserGroup(countries), _linked, new RouteRarityGroup(), new ListedPartyGroup(),
            new LaneGroup(), new ConsigneeGroup(), new EndUseGroup(), new HomeMarketGroup(),
            new PeerValueGroup(), new CustomerRankGroup(), new TenantGroup(countries),
            new PurchaserPairGroup(), new AddressGroup(), new DeviceGroup(), new HoldGroup(), new TipGroup(), new SalesGroup(), new SurgeGroup(countries), new MassBalanceGroup(),
            new LicenceGroup(countries), new ListedOwnershipGroup(),
        ];
        Catalogue = new FeatureCatalogue([.. _groups.SelectMany(g => g.Features)]);
        _firstColumns = new int[_groups.Length];
        for (int i = 1; i < _groups.Length; i++) _firstColumns[i] = _firstColumns[i - 1] + _groups[i - 1].Features.Count;
    }

    /// <summary>What the engine learns from.</summary>
    public EventLog Log { get; }

    /// <summary>The features, in the order of a row's columns.</summary>
    public FeatureCatalogue Catalogue { get; }

    /// <summary>The catalogue of every engine.</summary>
    public static FeatureCatalogue DefaultCatalogue { get; } = new Engine(new EventLog(), new CountryGroups([], [])).Catalogue;

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
        if (at.Kind == EventKind.Order && !row.IsEmpty)
        {
            ref readonly OrderVersion order = ref Log.Orders[at.Row];
            if (!order.IsGone) ReadAll(ReadPlan.Reading(Log, in order, order.Previous, order.KnownAt), row);
        }

        foreach (FeatureGroup group in _groups) group.Learn(Log, at);
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
    /// not depend on the number of threads, nor on where stretches end: each piece of work has its own part of the state and its own cells.
    /// </summary>
    /// <param name="to">Position after the last event to process; not before <see cref="Processed"/>.</param>
    /// <param name="reads">The looks, at positions from <see cref="Processed"/> through <paramref name="to"/>.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between pieces of work; the engine is of no more use then.</param>
    /// <returns>Row i belongs to look i.</returns>
    public FeatureMatrix Advance(int to, ReadPlan reads, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, _processed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Log.Events.Count);
        reads.CheckWithin(_processed, to);
        var stretch = new Stretch(Log, _processed, to, reads);
        var matrix = new FeatureMatrix(reads.Reads.Count, Catalogue.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        _processed = to;
        var plans = new IReadOnlyList<Action>[_groups.Length];
        Parallel.For(0, plans.Length, options, i => plans[i] = _groups[i].Advance(stretch, matrix, _firstColumns[i], pieces: PiecesPerThread * threads));

        // A group that is one piece takes longest: it goes first.
        Action[] pieces = [.. plans.OrderBy(p => p.Count).SelectMany(p => p)];
        int done = 0;
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(pieces, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering), options, piece =>
        {
            piece();
            progress?.Report((double)Interlocked.Increment(ref done) / pieces.Length);
        });
        return matrix;
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
    public void Peek(in OrderVersion header, ReadOnlySpan<OrderLine> lines, long asOf, Span<double> row)
    {
        CheckAsOf(asOf);
        OrderVersion order = Log.Resolve(header with { KnownAt = asOf }, lines);
        ReadAll(ReadPlan.Reading(Log, in order, order.Previous, asOf), row);
    }

    /// <summary>The party after which a party's group of linked parties is named.</summary>
    public int Subject(int party) => _linked.Subject(party);

    /// <summary>Computes all planned looks over a whole log, on several threads.</summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="reads">The looks; row i of the result belongs to look i.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    public static FeatureMatrix Replay(
        EventLog log, CountryGroups countries, ReadPlan reads, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new Engine(log, countries).Advance(log.Events.Count, reads, threads, progress, cancellation);
    }

    /// <summary>
    /// Reads every order version of a log on arrival, stretch after stretch, so that only one stretch's rows are in memory.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="events">Events of a stretch, at least 1.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="take">Receives each stretch's looks and rows, in order.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <returns>The engine, which has processed the whole log.</returns>
    public static Engine Replay(
        EventLog log, CountryGroups countries, int events, int threads, Action<ReadPlan, FeatureMatrix> take, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentOutOfRangeException.ThrowIfLessThan(events, 1);
        var engine = new Engine(log, countries);
        while (engine.Processed < log.Events.Count)
        {
            int to = (int)Math.Min(log.Events.Count, (long)engine.Processed + events);
            ReadPlan reads = ReadPlan.OnArrival(log, engine.Processed, to);
            take(reads, engine.Advance(to, reads, threads, null, cancellation));
            progress?.Report((double)to / log.Events.Count);
        }

        return engine;
    }

    private void ReadAll(in Reading reading, Span<double> row)
    {
        if (row.Length != Catalogue.Count)
            throw new ArgumentException($"a row has {Catalogue.Count} columns, one per feature of set {Catalogue.Id}; got {row.Length}", nameof(row));
        for (int i = 0; i < _groups.Length; i++) _groups[i].Read(Log, reading, row.Slice(_firstColumns[i], _groups[i].Features.Count));
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
