using Quartz;

namespace Screening.Web.Jobs;

/// <summary>A job as its file tells it.</summary>
internal sealed record Job
{
    /// <summary>Its name, that of its file.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it runs by itself.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Verb and arguments of the command line; <c>{lake}</c>, <c>{date}</c> and <c>{run}</c> stand for the lake, the day on which the run begins in the job's time zone, and the run's id.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>When it runs, five fields as in a crontab.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone in which that is read.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>What happens when a time was missed.</summary>
    public MisfireRule Misfire { get; init; }

    /// <summary>Seconds after which a run is ended.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>How often it is tried again when it fails; what is wrong with its input is not tried again.</summary>
    public int Retries { get; init; }

    /// <summary>Seconds between a try and the next.</summary>
    public int RetryAfterSeconds { get; init; } = 60;

    /// <summary>Jobs whose latest run must have succeeded since this job was last due.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Who is responsible.</summary>
    public required string Owner { get; init; }

    /// <summary>Name of the webhook that is told of a failure; <c>null</c> for none.</summary>
    public string? Webhook { get; init; }

    /// <summary>Mail addresses that are told of a failure.</summary>
    public IReadOnlyList<string> Mail { get; init; } = [];

    /// <summary>When it runs, as it is computed with: a time that clocks skip runs at the end of the gap, one that they pass twice at the first.</summary>
    public CronExpression Times => CronExpression.Parse(Cron, CronFormat.Unix).WithTimeZone(TimeZone);

    /// <summary>What tells one schedule from another.</summary>
    public string ScheduleText => $"{Cron} | {TimeZone.Id} | {Misfire}";

    /// <summary>The next time after a moment, UTC; <c>null</c> when there is none.</summary>
    public DateTime? NextAfter(DateTime utc) => Times.GetNextValidTimeAfter(new DateTimeOffset(utc, TimeSpan.Zero))?.UtcDateTime;

    /// <summary>The arguments of a run.</summary>
    public IReadOnlyList<string> ArgumentsOf(string lake, string runId, DateTime startedAtUtc)
    {
        string date = TimeZoneInfo.ConvertTimeFromUtc(startedAtUtc, TimeZone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            .. Arguments.Select(a => a.Replace("{lake}", lake, StringComparison.Ordinal).Replace("{date}", date, StringComparison.Ordinal).Replace("{run}", runId, StringComparison.Ordinal)),
        ];
    }
}
