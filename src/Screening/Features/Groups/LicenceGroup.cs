using System.Runtime.InteropServices;
using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// Whether an order needs a licence by the law of the look's day, under both readings, and names one. Which reading counts is a policy's
/// to say.
/// </summary>
internal sealed class LicenceGroup(CountryGroups countries) : FeatureGroup
{
    private const int Classes = 8, MostRecipients = 3;
    private const string CannotTell = "the class of a line, the destination, or headquarters or ultimate parent of a recipient is not known and would decide";
    private const string Recipients = "Recipients are end user, ultimate consignee and purchaser; an order that names no end user has one of whom nothing is known";
    private static readonly RegimeReading[] s_readings = [RegimeReading.Enforced, RegimeReading.Codified];
    private static readonly int[] s_strictness = [.. Enumerable.Range(0, Classes).Select(of => ((ControlClass)of).Strictness())];

    private readonly ControlRegime _regime = new(countries);
    private readonly List<(int Period, ControlClass Class)> _classes = [];
    private readonly Dictionary<Way, Needs> _needs = [];
    private readonly List<Seat?> _seats = [];
    private (int Day, int Period) _latest = (int.MinValue, 0);

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("order_control_strictness", "licence", "Strictest class of the controls on advanced computing among the lines, by the product figures known when they were told and by notices to makers; where those cannot tell, by the class that is told with the product, which clears only goods of class other without a TPP: 3 3A090.a or 4A090.a, 2 .b, 1 .c or notified, 0 none", "tier", 0, 3, "the class of a line cannot be told, and no other line is in .a", "orders products", "T26 E02"),
        new("order_class_unknown_lines", "licence", "Lines whose class cannot be told: the product is not known, or a figure that decides is not and no class is told that stands for it", "lines", 0, 1e6, "never", "orders products", "E02"),
        new("order_licence_needed_enforced", "licence", $"Whether a line needs a licence by the law of the day as it is enforced, by its class, the destination, or headquarters or ultimate parent of a recipient. {Recipients}", "0 or 1", 0, 1, $"no line is known to need one, and {CannotTell}", "orders products parties", "E02"),
        new("order_licence_needed_codified", "licence", "The same by the law of the day as it is codified", "0 or 1", 0, 1, $"no line is known to need one, and {CannotTell}", "orders products parties", "E02"),
        new("order_unlicensed_lines_enforced", "licence", "Lines that need a licence by the law of the day as it is enforced, and name no number of one", "lines", 0, 1e6, $"no line without one is known to need one, and for such a line {CannotTell}", "orders products parties", "T19 E02"),
        new("order_unlicensed_lines_codified", "licence", "The same by the law of the day as it is codified", "lines", 0, 1e6, $"no line without one is known to need one, and for such a line {CannotTell}", "orders products parties", "T19 E02"),
        new("order_recipients_of_concern", "licence", $"Recipients with headquarters or ultimate parent in D:5 or Macau. {Recipients}", "parties", 0, MostRecipients, "none is known to have them there, and either country of one is not known", "orders parties", "T20 E02"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind != EventKind.Party) return;
        ref readonly PartyProfile profile = ref log.Profiles[at.Row];
        while (_seats.Count <= profile.Party) _seats.Add(null);
        _seats[profile.Party] = profile.IsGone ? null : new Seat(profile.HeadquartersCountry, profile.UltimateParentCountry);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        ref readonly OrderVersion order = ref reading.Order;
        DateOnly day = Micros.Day(reading.AsOf);
        int period = PeriodOf(day);
        Span<int> lines = stackalloc int[Classes], bare = stackalloc int[Classes];
        lines.Clear();
        bare.Clear();
        for (int i = 0; i < order.Lines; i++)
        {
            OrderLine line = log.LineOf(order, i);
            int of = (int)ClassOf(log, line.ProductRow, day, period);
            lines[of]++;
            if (!line.IsLicensed) bare[of]++;
        }

        Span<Seat> seatRoom = stackalloc Seat[MostRecipients];
        ReadOnlySpan<Seat> seats = seatRoom[..SeatsOf(order, seatRoom)];
        Span<Needs> needRoom = stackalloc Needs[MostRecipients];
        for (int i = 0; i < seats.Length; i++) needRoom[i] = NeedsOf(new Way(order.DestinationCountry, seats[i], period), day);
        ReadOnlySpan<Needs> needs = needRoom[..seats.Length];
        ReadClasses(lines, columns);
        for (int by = 0; by < s_readings.Length; by++)
        {
            (int needing, int open) = Count(lines, by, needs);
            columns[2 + by] = needing > 0 ? 1 : open > 0 ? double.NaN : 0;
            (needing, open) = Count(bare, by, needs);
            columns[4 + by] = needing > 0 || open == 0 ? needing : double.NaN;
        }

        columns[6] = OfConcern(seats, Micros.StartOf(day));
    }

    private static void ReadClasses(ReadOnlySpan<int> lines, Span<double> columns)
    {
        int strictest = -1;
        for (int of = 0; of < Classes; of++)
        {
            if (lines[of] > 0) strictest = Math.Max(strictest, s_strictness[of]);
        }

        int unknown = lines[(int)ControlClass.NotAssessable];
        if (strictest == 3 || (unknown == 0 && strictest >= 0)) columns[0] = strictest;
        columns[1] = unknown;
    }

    // Lines that need a licence, and lines of which that cannot be told.
    private static (int Needing, int Open) Count(ReadOnlySpan<int> lines, int by, ReadOnlySpan<Needs> needs)
    {
        (int needing, int open) = (0, 0);
        for (int of = 0; of < Classes; of++)
        {
            if (lines[of] == 0) continue;
            LicenceNeed need = LicenceNeed.NotNeeded;
            foreach (Needs recipient in needs)
            {
                LicenceNeed one = recipient[of, by];
                if (one == LicenceNeed.Needed || need == LicenceNeed.NotNeeded) need = one;
            }

            if (need == LicenceNeed.Needed) needing += lines[of];
            else if (need == LicenceNeed.CannotTell) open += lines[of];
        }

        return (needing, open);
    }

    private double OfConcern(ReadOnlySpan<Seat> seats, long at)
    {
        int concern = 0;
        bool isOpen = false;
        foreach (Seat seat in seats)
        {
            if (countries.IsOfConcern(seat.Headquarters, at) || countries.IsOfConcern(seat.Parent, at)) concern++;
            else isOpen |= seat.Headquarters == Missing.Symbol || seat.Parent == Missing.Symbol;
        }

        return concern > 0 || !isOpen ? concern : double.NaN;
    }

    private int SeatsOf(in OrderVersion order, Span<Seat> seats)
    {
        int count = 0;
        seats[count++] = SeatOf(order.EndUser);
        if (order.UltimateConsignee != Missing.Symbol && order.UltimateConsignee != order.EndUser) seats[count++] = SeatOf(order.UltimateConsignee);
        if (order.Purchaser != Missing.Symbol && order.Purchaser != order.EndUser && order.Purchaser != order.UltimateConsignee) seats[count++] = SeatOf(order.Purchaser);
        return count;
    }

    private Seat SeatOf(int party) => party >= 0 && party < _seats.Count && _seats[party] is { } seat ? seat : new Seat(Missing.Symbol, Missing.Symbol);

    // Looks come day after day: the latest day answers most.
    private int PeriodOf(DateOnly day)
    {
        if (_latest.Day != day.DayNumber) _latest = (day.DayNumber, _regime.Period(day));
        return _latest.Period;
    }

    private ControlClass ClassOf(EventLog log, int productRow, DateOnly day, int period)
    {
        if (productRow == Missing.Symbol) return ControlClass.NotAssessable;
        while (_classes.Count <= productRow) _classes.Add((Missing.Symbol, default));
        ref (int Period, ControlClass Class) known = ref CollectionsMarshal.AsSpan(_classes)[productRow];
        if (known.Period != period) known = (period, Class(log, log.Products[productRow], day));
        return known.Class;
    }

    private ControlClass Class(EventLog log, in Product product, DateOnly day)
    {
        ControlClass computed = _regime.Classify(ProductFigures.Of(product, log.Symbols.Texts), day).Class;
        if (computed != ControlClass.NotAssessable || ToldClass.Of(log.Symbols.Texts.Text(product.ControlClass))?.Class is not { } told) return computed;

        // What is told of it stands where figures are silent. It clears only what has no figures because it is no processor and no memory.
        return told != ControlClass.None || (product.Class == ProductClass.Other && product.Tpp == Missing.Amount) ? told : computed;
    }

    private Needs NeedsOf(in Way way, DateOnly day)
    {
        ref Needs known = ref CollectionsMarshal.GetValueRefOrAddDefault(_needs, way, out bool isKnown);
        if (!isKnown)
        {
            for (int of = 0; of < Classes; of++)
            {
                for (int by = 0; by < s_readings.Length; by++)
                    known[of, by] = _regime.LicenceNeeded((ControlClass)of, s_readings[by], way.Destination, way.Recipient.Headquarters, way.Recipient.Parent, day).Need;
            }
        }

        return known;
    }

    private readonly record struct Seat(int Headquarters, int Parent);

    private readonly record struct Way(int Destination, Seat Recipient, int Period);

    /// <summary>Whether goods of each class need a licence on one way, by each reading: two bits for each of both.</summary>
    private struct Needs
    {
        private uint _bits;

        public LicenceNeed this[int of, int by]
        {
            readonly get => (LicenceNeed)((_bits >> Shift(of, by)) & 3);
            set => _bits = (_bits & ~(3u << Shift(of, by))) | ((uint)value << Shift(of, by));
        }

        private static int Shift(int of, int by) => 2 * ((of * s_readings.Length) + by);
    }
}
