using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Json;

namespace Screening.Cli.Nightly;

/// <summary>The log of one run: JSON lines in <c>_logs</c> of the lake, one file a run. Holds counts, names of stages and errors; no party, no secret.</summary>
internal static class RunLog
{
    /// <summary>Opens a log that is named after the verb and the moment.</summary>
    public static Logger Open(string lake, string verb, DateTime now) => new LoggerConfiguration()
        .Enrich.WithProperty("Verb", verb)
        .Enrich.WithProperty("ProcessId", Environment.ProcessId)
        .WriteTo.File(
            new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture),
            Path.Combine(lake, "_logs", string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmss'Z'}-{verb}-{Environment.ProcessId}.json")))
        .CreateLogger();
}
