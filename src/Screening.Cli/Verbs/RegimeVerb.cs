using System.CommandLine;
using System.Globalization;
using Screening.Policies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening regime classify | tables</c>: what class a product has, whether it needs a licence, and the tables that say so.</summary>
internal static class RegimeVerb
{
    public static Command Command() => new("regime", "The law on advanced computing: classes, licences, its tables") { RegimeClassifyVerb.Command(), Tables() };

    private static Command Tables()
    {
        Option<DateOnly?> day = Verb.Date("--day", "Only what holds on this day; every row if not given");
        Option<bool> json = Verb.Json();
        var command = new Command("tables", "Show the thresholds, the products caught by a notice and the licence rules, with citations") { day, json };
        command.Runs((parsed, _) =>
        {
            ControlRegime regime = Home.ControlRegime(Home.Contracts());
            DateOnly? on = parsed.GetValue(day);
            Threshold[] thresholds = [.. regime.Thresholds.Where(t => on is not { } at || t.HoldsOn(at))];
            ProductOverride[] overrides = [.. regime.Overrides.Where(o => on is not { } at || o.HoldsOn(at))];
            LicenceRule[] rules = [.. regime.Rules.Where(r => on is not { } at || r.HoldsOn(at))];
            if (parsed.GetValue(json)) Verb.PrintJson(new { Day = on, Thresholds = thresholds, Overrides = overrides.Select(Shape), Rules = rules.Select(Shape) });
            else Print(thresholds, overrides, rules);
        });
        return command;
    }

    private static object Shape(ProductOverride one) => new { one.Pattern, Class = one.Class.Text(), one.ValidFrom, one.ValidTo, one.Citation, one.Verified, one.Note };

    private static object Shape(LicenceRule rule) => new
    {
        rule.Reading,
        Classes = rule.Classes.Select(c => c.Text()),
        rule.Always,
        rule.UnlessPartner,
        rule.Partners,
        rule.Outside,
        rule.Headquarters,
        rule.ValidFrom,
        rule.ValidTo,
        rule.Citation,
        rule.Verified,
        rule.Note,
    };

    private static void Print(Threshold[] thresholds, ProductOverride[] overrides, LicenceRule[] rules)
    {
        foreach (Threshold one in thresholds)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Key,-32} {one.Value,12:#,0.####} {one.Unit,-9} {Days(one.ValidFrom, one.ValidTo)}  {one.Verified,-3}  {one.Citation}; {one.Note}"));
        Console.WriteLine();
        foreach (ProductOverride one in overrides)
            Console.WriteLine($"{one.Pattern,-32} {one.Class.Text(),-22} {Days(one.ValidFrom, one.ValidTo)}  {one.Verified,-3}  {one.Citation}; {one.Note}");
        Console.WriteLine();
        foreach (LicenceRule one in rules)
        {
            string partners = one.UnlessPartner.Count == 0 ? "" : $", {string.Join(' ', one.UnlessPartner)} unless {string.Join(' ', one.Partners)}";
            string outside = one.Outside.Count == 0 ? "" : $" but {string.Join(' ', one.Outside)}";
            Console.WriteLine($"{one.Reading.ToString().ToLowerInvariant(),-9} {string.Join(' ', one.Classes.Select(c => c.Text())),-16} {Days(one.ValidFrom, one.ValidTo)}  {one.Verified,-3}  "
                + $"{string.Join(' ', one.Always)}{outside}{partners}{(one.Headquarters ? ", or headquarters in D:5 or Macau" : "")}\n          {one.Citation}; {one.Note}");
        }
    }

    private static string Days(DateOnly? from, DateOnly? to) =>
        $"{(from is { } first ? first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "?"),-10} to {(to is { } last ? last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : ""),-10}";
}
