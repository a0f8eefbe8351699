namespace Screening.Data.Ingest;

/// <summary>A file of a delivery, and what became of its rows so far.</summary>
internal sealed class DeliveredFile(int number, string name, string path, string sha256, string? mappingSha256)
{
    private readonly long[] _states = new long[(int)RowState.Suspect + 1];
    private long _malformed;

    /// <summary>Its place in the delivery, from 0.</summary>
    public int Number { get; } = number;

    /// <summary>Its name, without its folder.</summary>
    public string Name { get; } = name;

    public string Path { get; } = path;

    public string Sha256 { get; } = sha256;

    public string? MappingSha256 { get; } = mappingSha256;

    /// <summary>What its rows carry to say where they come from.</summary>
    public string Lineage => Sha256[..16];

    /// <summary>True when the same bytes came in through the same mapping before: it is not read.</summary>
    public bool IsKnown { get; set; }

    public List<string> Notes { get; } = [];

    public IReadOnlyList<RefusalReason> Reasons { get; set; } = [];

    public TimeSpan Duration { get; set; }

    public long RowsIn { get; private set; }

    /// <summary>Final when everything was judged.</summary>
    public IngestCounts Counts => new(
        RowsIn, Of(RowState.Accepted) + Of(RowState.Suspect), Of(RowState.AlreadyKnown),
        Of(RowState.Broken) + Of(RowState.Duplicate) + Of(RowState.Conflict) + Of(RowState.TooLate) + _malformed, Of(RowState.NotForDataset), Of(RowState.Collapsed));

    /// <summary>Adds a slice's rows by state.</summary>
    public void Count(long rows, ReadOnlySpan<long> states, long malformed)
    {
        RowsIn += rows;
        _malformed += malformed;
        for (var i = 0; i < states.Length; i++) _states[i] += states[i];
    }

    /// <summary>Moves judged rows from what they were taken for, accepted or doubtful, to what they are.</summary>
    public void Judged(bool wasAccepted, RowState state, long rows)
    {
        _states[(int)(wasAccepted ? RowState.Accepted : RowState.Suspect)] -= rows;
        _states[(int)state] += rows;
    }

    private long Of(RowState state) => _states[(int)state];
}

/// <summary>How one file's records become rows of the dataset.</summary>
/// <param name="Stage">Evaluates the mapping.</param>
/// <param name="Rates">Exchange rates, when the mapping converts.</param>
/// <param name="DeleteFrom">Place of the source column that says whether a row is a deletion; -1 when none does.</param>
internal sealed record FileMapping(MappingStage Stage, ExchangeRates? Rates, int DeleteFrom);
