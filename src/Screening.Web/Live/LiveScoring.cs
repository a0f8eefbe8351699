using System.Runtime.InteropServices;
using Screening.Alerts;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Learning.Registry;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Typologies;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>What a scoring is made with.</summary>
/// <param name="Countries">Country groups.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Versions">What decisions are made from.</param>
/// <param name="Dismissals">What reviewers have put aside.</param>
/// <param name="ListsDelivered">Day on which lists of restricted parties were last delivered; <c>null</c> for never.</param>
/// <param name="Served">The trained model, and what kept one from scoring.</param>
internal sealed record LiveSetting(CountryGroups Countries, Policy Policy, LiveVersions Versions, IReadOnlyList<NameDismissal> Dismissals, DateOnly? ListsDelivered, ServedModel Served);

/// <summary>
/// The engine with everything that is known, and the step from an order to its ruling: the night's own (<see cref="Scorer"/>), taken as each order arrives.
/// Belongs to one thread.
/// </summary>
internal sealed class LiveScoring
{
    /// <summary>Stands among what was not counted where the certificate was not.</summary>
    public const string CertificateIgnored = "certificate";

    /// <summary>Stands among what was not counted where the payment was not.</summary>
    public const string PaymentIgnored = "payment";

    private const string HeldNote = "a hold on the order, or on all orders of its purchaser, is placed and not released";
    private static readonly EventKind[] s_kinds = Enum.GetValues<EventKind>();
    private readonly EventLog _log;
    private readonly Engine _engine;
    private LiveSetting _setting;
    private PeerAnomaly? _anomaly;
    private readonly ListedNames _names = new();
    private readonly LegsByOrder _legs;
    private readonly double[] _row;
    private readonly HashSet<int> _certificates = [], _payments = [];
    private readonly int _denied;
    private readonly List<OrderLine> _lines = [];
    private Scorer? _scorer;
    private (ulong Loaded, DateOnly Day) _scorerOf;
    private ListState _lists;

    /// <summary>Binds a log that the engine has processed.</summary>
    public LiveScoring(EventLog log, Engine engine, PeerAnomaly? anomaly, LiveSetting setting)
    {
        (_log, _engine, _anomaly, _setting) = (log, engine, anomaly, setting);
        _legs = new LegsByOrder(log);
        _row = new double[engine.Catalogue.Count];
        _lists = ListState.Of(setting.Policy.Lists, setting.ListsDelivered, DateOnly.MinValue);
        _denied = engine.Catalogue.Features.ToList().FindIndex(f => f.Name == "end_user_denied");
        Holds = new OrderHolds(log);
        foreach (int position in log.Events.Each())
        {
            _names.Learn(log, log.Events[position]);
            NotePapers(log.Events[position]);
        }
    }

    /// <summary>What decisions are made from.</summary>
    public LiveVersions Versions => _setting.Versions;

    /// <summary>What is known.</summary>
    public EventLog Log => _log;

    /// <summary>What people did with holds.</summary>
    public OrderHolds Holds { get; }

    /// <summary>The latest moment at which anything became known.</summary>
    public long LastKnownAt => _log.LastKnownAt;

    /// <summary>Events that were processed.</summary>
    public int Events => _engine.Processed;

    /// <summary>Seller and version of the order that is in force under a number; <c>null</c> when there is none.</summary>
    public (string Seller, int Version)? InForce(string orderId)
    {
        int order = _log.Symbols.Orders.Find(orderId), row = order == Missing.Symbol ? Missing.Symbol : _log.InForce(order);
        return row == Missing.Symbol ? null : (_log.Symbols.Parties.Text(_log.Orders[row].Seller)!, _log.Orders[row].Version);
    }

    /// <summary>Learns an order and rules on it as it arrived.</summary>
    /// <param name="request">The order.</param>
    /// <param name="at">When it became known: later than everything before.</param>
    public Judged Learn(OrderRequest request, long at)
    {
        List<string> ignored = [], papersIgnored = [];
        Event told = Teach(request, at, _row, ignored, papersIgnored);
        return Judge(_log.Orders[told.Row], at, ignored, papersIgnored);
    }

    /// <summary>Learns an order on which another replica ruled.</summary>
    /// <param name="request">The order, with what counted of it.</param>
    /// <param name="at">When it became known: later than everything before.</param>
    public void Hear(OrderRequest request, long at) => Teach(request, at, default, [], []);

    private Event Teach(OrderRequest request, long at, Span<double> row, List<string> ignored, List<string> papersIgnored)
    {
        // Most orders tell of no party more than its number.
        foreach ((_, PartyReference party) in request.Parties().All(p => p.Party.Name is null) ? [] : request.Parties().DistinctBy(p => p.Party.Id))
        {
            if (party.Name is null) continue;
            if (_log.CurrentProfile(_log.Symbols.Parties.Intern(party.Id)) != Missing.Symbol) ignored.Add(party.Id);
            else Process(_log.Append(Profile(party, at)), default);
        }

        // The order in which they count is the lake's: a statement before the order, a payment after it.
        LearnCertificate(request, at, papersIgnored);
        OrderVersion header = Header(request, at);
        Event told = _log.Append(header, Lines(request));
        Process(told, row);
        LearnPayment(request, at, papersIgnored);
        return told;
    }

    // A paper that the firm has by that number counts as the firm has it, and a statement of somebody of whom nothing is known is no statement yet.
    private void LearnCertificate(OrderRequest request, long at, List<string> ignored)
    {
        if (request.Certificate is not { } paper) return;
        int id = _log.Symbols.Certificates.Intern(paper.Id), party = _log.Symbols.Parties.Intern(request.EndUser!.Id);
        if (_certificates.Contains(id) || _log.CurrentProfile(party) == Missing.Symbol)
        {
            ignored.Add(CertificateIgnored);
            return;
        }

        Process(
            _log.Append(new Certificate
            {
                Id = id,
                KnownAt = at,
                Kind = CertificateKind.Statement,
                Party = party,
                Order = _log.Symbols.Orders.Intern(request.OrderId),
                IssuedAt = Micros.StartOf(paper.IssuedOn),
                Signed = paper.Signed,
                ValidFrom = paper.ValidFrom is { } from ? Micros.StartOf(from) : Missing.Moment,
                ValidTo = paper.ValidTo is { } to ? Micros.StartOf(to) : Missing.Moment,
            }), default);
    }

    private void LearnPayment(OrderRequest request, long at, List<string> ignored)
    {
        if (request.Payment is not { } payment) return;
        int id = _log.Symbols.Payments.Intern(payment.Id);
        if (_payments.Contains(id))
        {
            ignored.Add(PaymentIgnored);
            return;
        }

        Process(
            _log.Append(new Payment
            {
                Id = id,
                KnownAt = at,
                Order = _log.Symbols.Orders.Intern(request.OrderId),
                Kind = payment.Kind,
                Payer = payment.PayerId is { } payer ? _log.Symbols.Parties.Intern(payer) : Missing.Symbol,
                PayerCountry = CountryCode.Of(payment.PayerCountry),
                BankCountry = Country(payment.BankCountry),
                PaidAt = payment.PaidAt,
                AmountCents = payment.AmountCents,
                Method = payment.Method,
                Prepayment = payment.Prepayment,
                Refundable = payment.Refundable,
            }), default);
    }

    /// <summary>Rules on an order without learning it. What it says of parties does not count.</summary>
    /// <param name="request">The order.</param>
    /// <param name="at">When.</param>
    /// <param name="isConfirmed">Whether to suppose that its end user, called back, confirmed it.</param>
    public Judged Peek(OrderRequest request, long at, bool isConfirmed = false) =>
        Judge(Read(request, at, isConfirmed), at, [.. request.Parties().Where(p => p.Party.Name is not null).Select(p => p.Party.Id).Distinct(StringComparer.Ordinal)],
            [.. request.Certificate is null ? Array.Empty<string>() : [CertificateIgnored], .. request.Payment is null ? Array.Empty<string>() : [PaymentIgnored]]);

    /// <summary>The same ruling without a word of why, for whoever reads the ruling alone.</summary>
    /// <param name="request">The order.</param>
    /// <param name="at">When.</param>
    /// <param name="isConfirmed">Whether to suppose that its end user, called back, confirmed it.</param>
    public Ruled Rule(OrderRequest request, long at, bool isConfirmed = false) => Rule(Read(request, at, isConfirmed), at);

    private OrderVersion Read(OrderRequest request, long at, bool isConfirmed)
    {
        OrderVersion order = _engine.Peek(Header(request, at), Lines(request), at, _row);
        if (isConfirmed) _row[_denied] = 0;
        return order;
    }

    /// <summary>Learns what the lake was delivered since, as known from a moment on, until it is all learnt or the time is over.</summary>
    /// <param name="delivered">What was delivered.</param>
    /// <param name="at">The moment: later than everything before.</param>
    /// <param name="isOver">Whether somebody else is to have a turn.</param>
    /// <returns>Whether all of it is learnt.</returns>
    public bool Take(DeliveredEvents delivered, long at, Func<bool> isOver)
    {
        delivered.NotBefore(at);
        while (!delivered.AtEnd)
        {
            delivered.AppendNext(_log);
            while (_engine.Processed < _log.Events.Count) Process(_log.Events[_engine.Processed], default);
            if (isOver()) return delivered.AtEnd;
        }

        return true;
    }

    /// <summary>From now on decisions are made from something newer.</summary>
    public void Follow(LiveSetting setting)
    {
        // What is usual changes by Compare alone, which may have come in between.
        _setting = setting with { Versions = setting.Versions with { PeersBefore = _setting.Versions.PeersBefore } };
        _scorer = null;
    }

    /// <summary>From now on orders are compared with what was usual before another day.</summary>
    public void Compare(PeerAnomaly? anomaly, DateOnly peersBefore)
    {
        (_anomaly, _scorer) = (anomaly, null);
        _setting = _setting with { Versions = _setting.Versions with { PeersBefore = peersBefore } };
    }

    /// <summary>What decisions are made with.</summary>
    public LiveSetting Setting => _setting;

    /// <summary>What is known of a party, for analysts; <c>null</c> when it was never met.</summary>
    public byte[]? Party(string id)
    {
        int party = _log.Symbols.Parties.Find(id);
        if (party == Missing.Symbol) return null;
        int row = _log.CurrentProfile(party);
        IReadOnlyList<ListHit> hits = new ListHits(_log, _names, new Dismissals(_setting.Dismissals, Micros.Day(LastKnownAt))).Of(new OrderVersion
        {
            Order = 0,
            Version = 1,
            Status = OrderStatus.Quoted,
            KnownAt = LastKnownAt,
            OrderedAt = LastKnownAt,
            Seller = Missing.Symbol,
            Purchaser = party,
        });
        return Answers.OfParty(id, row == Missing.Symbol ? null : _log.Profiles[row], _log.Symbols, hits);
    }

    private void Process(Event told, Span<double> row)
    {
        _engine.Process(row);
        _names.Learn(_log, told);
        NotePapers(told);
    }

    private void NotePapers(Event told)
    {
        Holds.Learn(told);
        if (told.Kind == EventKind.Certificate) _certificates.Add(_log.Certificates[told.Row].Id);
        else if (told.Kind == EventKind.Payment) _payments.Add(_log.Payments[told.Row].Id);
    }

    // What somebody holds stays held, whatever the score: only a person takes that back.
    private Ruled Rule(in OrderVersion order, long at)
    {
        ScoredOrder scored = Scorer(Micros.Day(at)).Score(order, _row, _row, at);
        bool isHeld = Holds.IsHeld(order.Order, order.Purchaser);
        Ruling byScore = Rulings.Of(scored, _setting.Policy.Decisions, _lists.Age);
        return new Ruled(at, scored, isHeld ? Ruling.Hold : byScore, byScore, isHeld);
    }

    private Judged Judge(in OrderVersion order, long at, IReadOnlyList<string> ignored, IReadOnlyList<string> papersIgnored)
    {
        (_, ScoredOrder scored, Ruling ruling, Ruling byScore, bool isHeld) = Rule(order, at);
        var reasons = new ReasonWords(new OrderWords(_log, _setting.Countries, at, _legs), _setting.Policy, _engine.Catalogue);
        IReadOnlyList<string> notAssessed = reasons.NotAssessed(scored.Assessment, order, Missing.Symbol);
        return new Judged(
            order, at, scored, ruling, reasons.Reasons(scored.Assessment, order, Missing.Symbol, Said(scored.Assessment, order, ruling), notAssessed), notAssessed, [.. scored.Assessment.NotLoaded.Select(n => n.Why).Distinct(StringComparer.Ordinal)],
            Unknown.Parties(_log, order), Unknown.Products(_log, order), ignored, papersIgnored, [.. _lists.Note is { } note ? [note] : Array.Empty<string>(), .. isHeld ? [HeldNote] : Array.Empty<string>()],
            order.Previous == Missing.Symbol ? null : _log.Orders[order.Previous].Version)
        {
            ByScore = byScore,
        };
    }

    // What a model rests on is looked for where somebody will read it: it costs some sixty times a score.
    private AlertModel? Said(Assessment assessment, in OrderVersion order, Ruling ruling)
    {
        if (assessment.Model is not { } opinion || Heard is not { } model) return null;
        return ruling == Ruling.Release
            ? new AlertModel(model.Version, opinion.Probability, model.Weight, model.IsSimulated, null, [], $"{Words.Percent(opinion.Probability)} by the model")
            : ModelWords.Of(model, opinion, _row, assessment.AnomalyBits, _anomaly, UsualOrders.Peer(_log, order), _engine.Catalogue);
    }

    // A model without a share in the margin would be asked for nothing: behind the endpoint nobody reads it beside the rank.
    private RiskModel? Heard => _setting.Served.Model is { Weight: > 0 } model ? model : null;

    // What is loaded at all changes a few times in the life of a lake, and what reviewers put aside holds by day.
    private Scorer Scorer(DateOnly day)
    {
        ulong loaded = (_log.TellsLocations ? 1ul : 0) | (_log.NamesLicences ? 2ul : 0);
        foreach (EventKind kind in s_kinds)
        {
            if (_log.Standing(kind) > 0) loaded |= 4ul << (int)kind;
        }

        if (_scorer is not null && _scorerOf == (loaded, day)) return _scorer;
        var assessor = new Assessor(_setting.Policy, _engine.Catalogue, _anomaly, LoadedData.Of(_log)) { Model = Heard };
        _scorer = new Scorer(_log, assessor, new ListHits(_log, _names, new Dismissals(_setting.Dismissals, day)));
        _lists = ListState.Of(_setting.Policy.Lists, _setting.ListsDelivered, day);
        _scorerOf = (loaded, day);
        return _scorer;
    }

    private PartyProfile Profile(PartyReference party, long at)
    {
        string key = NameKey.Of(party.Name!);
        return new PartyProfile
        {
            Party = _log.Symbols.Parties.Intern(party.Id),
            KnownAt = at,
            Name = _log.Symbols.Texts.Intern(party.Name),
            NameKey = key.Length == 0 ? Missing.Symbol : _log.Symbols.NameKeys.Intern(key),
            Kind = party.Kind,
            Country = Country(party.Country),
            Address = Text(party.Address),
            RegistrationNumber = Text(party.RegistrationNumber),
        };
    }

    private OrderVersion Header(OrderRequest request, long at) => new()
    {
        Order = _log.Symbols.Orders.Intern(request.OrderId),
        Version = request.Version,
        Status = request.Status,
        KnownAt = at,
        OrderedAt = request.EffectiveAt,
        Seller = _log.Symbols.Parties.Intern(request.SellerId),
        Purchaser = _log.Symbols.Parties.Intern(request.Purchaser.Id),
        IntermediateConsignee = Party(request.IntermediateConsignee),
        UltimateConsignee = Party(request.UltimateConsignee),
        EndUser = Party(request.EndUser),
        ForwardingAgent = Party(request.ForwardingAgent),
        Payer = Party(request.Payer),
        DestinationCountry = Country(request.DestinationCountry),
        ShipToCountry = Country(request.ShipToCountry),
        EndUse = Text(request.EndUse),
        EndUseLocation = Text(request.EndUseLocation),
        PackagingCountry = Country(request.PackagingCountry),
        AssemblyCountry = Country(request.AssemblyCountry),
        DeploymentCountry = Country(request.DeploymentCountry),
        SalesRepresentative = request.SalesRepresentative is { } who ? _log.Symbols.Representatives.Intern(who) : Missing.Symbol,
        PaymentTerms = request.PaymentTerms,
        UltimateConsigneeType = request.UltimateConsigneeType,
        Mode = request.Mode,
        RoutedExport = request.RoutedExport,
        RelatedParties = request.RelatedParties,
    };

    private ReadOnlySpan<OrderLine> Lines(OrderRequest request)
    {
        _lines.Clear();
        foreach (LineRequest line in request.Lines)
        {
            _lines.Add(new OrderLine(line.LineNo, _log.Symbols.Products.Intern(line.ProductId), line.QuantityThousandths, line.ValueCents)
            {
                HsCode = Text(line.HsCode),
                Eccn = Text(line.Eccn),
                IsLicensed = line.LicenceNumber is not null,
            });
        }

        return CollectionsMarshal.AsSpan(_lines);
    }

    private int Party(PartyReference? party) => party is null ? Missing.Symbol : _log.Symbols.Parties.Intern(party.Id);

    private int Text(string? text) => text is null ? Missing.Symbol : _log.Symbols.Texts.Intern(text);

    private static int Country(string? code) => code is null ? Missing.Symbol : CountryCode.Of(code);
}
