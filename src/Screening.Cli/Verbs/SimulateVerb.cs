using System.CommandLine;
using System.Globalization;
using Screening.Cli.Lakes;
using Screening.Simulation;

namespace Screening.Cli.Verbs;

/// <summary><c>screening simulate</c>: a lake with an invented world in it.</summary>
internal static class SimulateVerb
{
    public static Command Command()
    {
        var output = new Option<string>("--out") { Description = "Folder of the lake to make; must not exist or be empty", Required = true };
        Option<int?> orders = Verb.Whole("--orders", "Orders in the world; 4000 if not given", 1, 100_000_000);
        Option<int?> days = Verb.Whole("--days", "Days that the orders span; 365 if not given", 2, 3660);
        Option<ulong?> seed = Seed();
        Option<double?> share = Verb.Share("--diversion-share", "Share of orders that are diverted; 0.01 if not given, 0.001 to 0.03 is what the field speaks of", 0, 0.2);
        var family = new Option<string>("--family") { Description = "Family of the world: A to train on; B, C or D to test on, which share no drawn parameter with it or with each other", DefaultValueFactory = _ => WorldFamily.A.Name };
        family.AcceptOnlyFromAmong([.. WorldFamily.All.Select(one => one.Name)]);
        Option<int?> buyers = Verb.Whole("--buyers", "Buyers of the world; one for every 25 orders if not given", 1, 10_000_000);
        Option<bool> json = Verb.Json();
        var command = new Command("simulate", "Make a lake with a simulated world: invented parties, legitimate trade with its look-alikes, and diversions whose truth lies apart. Nothing in it is real") { output, orders, days, seed, share, family, buyers, json };
        command.Runs((parsed, cancellation) =>
        {
            var options = new WorldOptions
            {
                Orders = parsed.GetValue(orders) ?? 4000,
                Days = parsed.GetValue(days) ?? 365,
                Seed = parsed.GetValue(seed) ?? 1,
                Buyers = parsed.GetValue(buyers),
                DiversionShare = parsed.GetValue(share) ?? 0.01,
                Family = WorldFamily.Of(parsed.GetValue(family)!),
            };
            WorldSummary summary = ConsoleProgress.Run(progress => SimulatedLake.Make(parsed.GetValue(output)!, options, progress, cancellation));
            if (parsed.GetValue(json)) Verb.PrintJson(summary);
            else Console.WriteLine($"{parsed.GetValue(output)}: {summary.Orders} orders, {summary.DivertingOrders} of them diverted in {summary.Cases} cases; the last day waits in _incoming, the truth lies in _truth");
        });
        return command;
    }

    private static Option<ulong?> Seed() => new("--seed")
    {
        Description = "Seed, the same one gives the same bytes; 1 if not given (0 to 18446744073709551615)",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)) return value;
            result.AddError($"--seed is '{text}'; accepted: a whole number from 0 to 18446744073709551615");
            return null;
        },
    };
}
