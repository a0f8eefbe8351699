using System.CommandLine;
using System.Globalization;
using Screening.Cli.Evaluations;
using Screening.Cli.Nightly;
using Screening.Learning.Evaluation;

namespace Screening.Cli.Verbs;

/// <summary>The part of <c>screening evaluate</c> that asks what learning from listed orders only costs.</summary>
internal sealed class AlertOnlyChoice
{
    private const int DefaultDays = 180;
    private const int DefaultSeeds = 3;

    private readonly Option<bool> _asked = new("--alert-only") { Description = "Replay weekly learning from listed orders only, beside learning from all: what is lost, and what exploration wins back" };
    private readonly Option<int?> _exploration = Verb.Whole("--exploration", "With --alert-only: subjects a day drawn by chance; the policy's share of the capacity if not given", 0, 100_000);
    private readonly Option<int?> _delay = Verb.Whole("--delay-days", "With --alert-only: days from an order to its label; 30 if not given", 0, 365);
    private readonly Option<int?> _seeds = Verb.Whole("--seeds", "With --alert-only: runs of each arm; 3 if not given", 1, 100);

    /// <summary>Its options.</summary>
    public IEnumerable<Option> Options => [_asked, _exploration, _delay, _seeds];

    /// <summary>Whether it is asked for.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_asked);

    /// <summary>Runs and prints it.</summary>
    /// <param name="parsed">What was asked.</param>
    /// <param name="lake">Folder of the lake; the sample lake when null.</param>
    /// <param name="to">Last day; the latest when null.</param>
    /// <param name="asked">The rest; half a year is replayed where its first day is not told.</param>
    /// <param name="memory">Most memory of the process; as much as is fast when null.</param>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Run(ParseResult parsed, string? lake, DateOnly? to, EvaluationOptions asked, string? memory, bool json, CancellationToken cancellation)
    {
        AlertOnlyOptions replay = Replay(parsed, asked);
        AlertOnlyReport report = ConsoleProgress.Run(progress =>
        {
            using LoadedLog loaded = LoadedLog.Of(lake, to, asked.Threads, progress, cancellation, memory);
            EvaluationOptions options = asked.From == default ? asked with { From = loaded.Date.AddDays(-DefaultDays) } : asked;
            return new AlertOnlyEvaluation(loaded, options, replay, parsed.GetValue(_seeds) ?? DefaultSeeds).Run(progress, cancellation);
        });
        if (json) Verb.PrintJson(report);
        else Print(report);
    }

    // The policy's share of the places.
    private AlertOnlyOptions Replay(ParseResult parsed, EvaluationOptions asked)
    {
        int places = asked.Capacity;
        int drawn = parsed.GetValue(_exploration) ?? Math.Min(places - 1, (int)Math.Ceiling(places * (double)asked.Policy.Capacity.Exploration / asked.Policy.Capacity.Alerts));
        if (drawn >= places) throw new UsageException($"--exploration is {drawn}; accepted: fewer than the {places} places of a day");
        var replay = new AlertOnlyOptions { Capacity = places, Exploration = drawn };
        return parsed.GetValue(_delay) is { } days ? replay with { DelayDays = days } : replay;
    }

    private static void Print(AlertOnlyReport report)
    {
        void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        string Runs(IEnumerable<double> shares) => string.Join(" ", shares.Select(share => share.ToString("0.000", CultureInfo.InvariantCulture)));
        if (report.IsSimulated) Line($"Simulated world: the figures show that learning works, not how well real diversion is found.");
        Line($"{report.Orders:#,0} orders from {report.JudgedFrom:yyyy-MM-dd} to {report.To:yyyy-MM-dd}, {report.Diversions:#,0} of them diversion by {report.Truth}; {report.Capacity} subjects a day, {report.Exploration} of them drawn where an arm explores; learning from {report.From:yyyy-MM-dd} on, labels after {report.DelayDays} days, {report.Seeds} runs of each arm");
        Line($"{"",-50} {"recall",-24} {"lost to full labels",-26} {"value",-24} {"lost to full labels",-26} {"labels",8} {"diversion",9}");
        foreach (AlertOnlyArm arm in report.Arms) Line($"{arm.Name,-50} {arm.Recall,-24} {arm.RecallLost,-26} {arm.ValueUsd,-24} {arm.ValueLost,-26} {arm.Labelled,8:#,0} {arm.LabelledDiversions,9:#,0}");
        foreach (AlertOnlyArm arm in report.Arms) Line($"{arm.Name,-50} recall by run {Runs(arm.RecallBySeed)}, value {Runs(arm.ValueBySeed)}");
    }
}
