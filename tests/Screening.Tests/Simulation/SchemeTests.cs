using Screening.Features;
using Screening.Parties;
using Screening.Records;
using Screening.Simulation;
using Screening.Tests.Cli.Nightly;
using Screening.Tests.Typologies;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Simulation;

/// <summary>That each scheme shows the typology that it is meant to show, in a world that went all the way through the lake and the engine.</summary>
public sealed class SchemeTests(SchemeTests.Findings findings) : IClassFixture<SchemeTests.Findings>
{
    // A surge is a sign of a lane, not of an order: a thin lane has no usual volume, and in a broad one a single large customer drowns the case. It is told faintly.
    // Transshipment shows T08 as well, new payers T13: only the first typology of a scheme is asked for.
    public static TheoryData<string> Schemes => [.. Cases.Names];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void ASchemeShowsItsTypologyMoreOftenThanHonestTrade(string scheme)
    {
        PlantedCase[] plain = [.. findings.Planted.Where(p => p.Scheme == scheme && !p.Evades)];
        Assert.True(plain.Length >= 3, $"{scheme}: {plain.Length} plain cases");
        string typology = plain[0].Typologies[0];
        double shown = plain.Count(p => p.Orders.Any(order => findings.Of(order).Contains(typology))) / (double)plain.Length;
        double honest = findings.HonestShare(typology);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{scheme} {typology}: {shown:0.00} of {plain.Length} plain cases, {honest:0.0000} of honest orders of 20,000 USD and more"));
        Assert.True(shown >= (scheme == "surge" ? 0.1 : 0.2) && shown > 3 * honest, FormattableString.Invariant($"{scheme}: {typology} in {shown:0.00} of {plain.Length} plain cases, in {honest:0.0000} of honest orders"));
    }

    /// <summary>Which typologies were found of which order at the end of one of the months in which it was young.</summary>
    public sealed class Findings
    {
        private const int YoungDays = 100;

        private readonly Dictionary<string, HashSet<string>> _found = new(StringComparer.Ordinal);
        private readonly HashSet<string> _honest = new(StringComparer.Ordinal);

        public Findings()
        {
            var options = new WorldOptions { Orders = 9000, Days = 400, Seed = 20, DiversionShare = 0.2 };
            DateOnly[] ends = [.. Enumerable.Range(0, 13).Select(month => options.LastDay.AddDays(-28 * month)).Reverse()];
            IReadOnlyList<SimulatedNight> nights = SimulatedNight.Make(options, ends);
            Planted = nights[0].Planted;
            HashSet<string> planted = [.. Planted.SelectMany(p => p.Orders)];
            foreach (SimulatedNight night in nights) Look(night, planted);
        }

        internal IReadOnlyList<PlantedCase> Planted { get; }

        internal HashSet<string> Of(string order) => _found.GetValueOrDefault(order) ?? [];

        internal double HonestShare(string typology) => _honest.Count(order => Of(order).Contains(typology)) / (double)Math.Max(1, _honest.Count);

        private void Look(SimulatedNight night, HashSet<string> planted)
        {
            EventLog log = night.Log;
            long asOf = Micros.EndOf(night.Date), young = asOf - (YoungDays * Micros.PerDay);
            var orders = new Dictionary<int, int>();
            for (int row = 0; row < log.Orders.Count; row++)
            {
                ref readonly Screening.Records.OrderVersion order = ref log.Orders[row];
                if (order.KnownAt < young || order.IsGone) continue;
                string id = log.Symbols.Orders.Text(order.Order)!;
                if (!planted.Contains(id) && order.Content.ValueUsd < 20_000) continue;
                if (!planted.Contains(id)) _honest.Add(id);
                orders[order.Order] = row;
            }

            var plan = ReadPlan.OnArrival(log, _ => false);
            plan.AtTheEnd(log, orders.Values, asOf);
            FeatureMatrix matrix = Engine.Replay(log, night.Countries, plan, 2, cancellation: TestContext.Current.CancellationToken);
            IReadOnlyList<Typology> typologies = TypologySet.For(SomeRow.NewestPolicy, Engine.DefaultCatalogue);
            var names = new ListedNames();
            for (int position = 0; position < log.Events.Count; position++) names.Learn(log, log.Events[position]);
            var data = LoadedData.Of(log);
            for (int look = 0; look < plan.Reads.Count; look++)
            {
                ref readonly Screening.Records.OrderVersion order = ref log.Orders[plan.Reads[look].Order];
                var matches = new List<ListMatch>();
                names.Match(log, order, matches);
                List<ListHit> hits = [.. matches.Select(m => new ListHit(m.Role.ToString(), log.Symbols.Parties.Text(m.Party)!, "", "", "") { Score = m.Score, IsHold = m.IsHold })];
                var seen = new Screening.Typologies.Case(matrix[look], hits, data, LawOfDay.Of(SomeRow.NewestPolicy, asOf));
                string id = log.Symbols.Orders.Text(order.Order)!;
                if (!_found.TryGetValue(id, out HashSet<string>? found)) _found.Add(id, found = new(StringComparer.Ordinal));
                foreach (Typology typology in typologies)
                {
                    if (typology.Evaluate(seen).Outcome == Outcome.Found) found.Add(typology.Definition.Id);
                }
            }
        }
    }
}
