using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Screening.Web.Live;

namespace Screening.Web.Serving;

/// <summary>Sends metrics and traces over OTLP; what cannot be sent is dropped, and no decision waits for it.</summary>
internal sealed class OtlpExport : IDisposable
{
    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private OtlpExport(MeterProvider meters, TracerProvider traces) => (_meters, _traces) = (meters, traces);

    /// <summary>Begins to send.</summary>
    /// <param name="endpoint">The collector's address for OTLP over HTTP, such as <c>http://127.0.0.1:4318</c>.</param>
    /// <param name="every">How often metrics are sent.</param>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public static OtlpExport Start(string endpoint, TimeSpan every)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https")) throw new ArgumentException($"--otlp is '{endpoint}'; accepted: http or https, such as http://127.0.0.1:4318");
        ResourceBuilder resource = ResourceBuilder.CreateEmpty().AddService("screening", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version!.ToString(3));
        Uri Signal(string path) => new(url.ToString().TrimEnd('/') + path);
        MeterProvider meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(ServeTelemetry.Name).AddOtlpExporter((options, reader) =>
        {
            (options.Endpoint, options.Protocol) = (Signal("/v1/metrics"), OtlpExportProtocol.HttpProtobuf);
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)every.TotalMilliseconds;
        }).Build();
        TracerProvider traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(ServeTelemetry.Name).SetSampler(new TraceIdRatioBasedSampler(0.01)).AddOtlpExporter(options =>
            (options.Endpoint, options.Protocol) = (Signal("/v1/traces"), OtlpExportProtocol.HttpProtobuf)).Build();
        return new OtlpExport(meters, traces);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meters.Dispose();
        _traces.Dispose();
    }
}
