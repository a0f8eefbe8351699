namespace Screening.Data.Ingest;

/// <summary>What became of rows. The law: <see cref="RowsIn"/> is the sum of all the others.</summary>
public readonly record struct IngestCounts(long RowsIn, long Accepted, long AlreadyKnown, long Quarantined, long NotForDataset, long Collapsed)
{
    /// <summary>True when no row was lost and none was counted twice.</summary>
    public bool Balance => RowsIn == Accepted + AlreadyKnown + Quarantined + NotForDataset + Collapsed;

    /// <summary>Quarantined rows among those that were for this dataset, 0 to 1; 0 when there were none.</summary>
    public double QuarantinedShare => RowsIn == NotForDataset ? 0 : (double)Quarantined / (RowsIn - NotForDataset);

    public static IngestCounts operator +(IngestCounts a, IngestCounts b) => a.Add(b);

    public IngestCounts Add(IngestCounts other) => new(
        RowsIn + other.RowsIn, Accepted + other.Accepted, AlreadyKnown + other.AlreadyKnown, Quarantined + other.Quarantined, NotForDataset + other.NotForDataset, Collapsed + other.Collapsed);
}

/// <summary>A reason for quarantine, and the first row it struck.</summary>
/// <param name="Check">The rule's short name, such as <c>required</c>, <c>duplicate</c> or <c>malformed</c>.</param>
/// <param name="Column">The column; null when it is about the whole row.</param>
/// <param name="Rows">Rows it struck. A row may break several rules.</param>
/// <param name="ExampleFile">File of the first.</param>
/// <param name="ExampleLine">Line of the first, from 1.</param>
/// <param name="ExampleValue">Value of the first; null when it is missing or the reason is about the whole row.</param>
/// <param name="ExampleReason">The reason in words, with what is accepted.</param>
public sealed record RefusalReason(string Check, string? Column, long Rows, string ExampleFile, long ExampleLine, string? ExampleValue, string ExampleReason);

/// <summary>Values that the mapping's <c>null_when</c> took away.</summary>
/// <param name="Column">The contract's column.</param>
/// <param name="Text">The text that means "no value", or the pattern between slashes; several with "then" between them where one source after another gave none.</param>
/// <param name="Rows">Rows it stood in.</param>
public sealed record NulledValues(string Column, string Text, long Rows);

/// <summary>Accepted rows that name a row no one has delivered yet. Legal: it may come tomorrow.</summary>
/// <param name="Column">The column that names.</param>
/// <param name="Target">What it names, such as <c>parties.party_id</c>.</param>
/// <param name="Rows">Accepted rows whose name is not in the lake.</param>
/// <param name="Values">Different names among them.</param>
public sealed record UnresolvedReference(string Column, string Target, long Rows, long Values);

/// <summary>Refusals of kinds that are not told one by one.</summary>
/// <param name="Kinds">How many kinds, a check of a column being one.</param>
/// <param name="Rows">How often they refused; a row that breaks two rules counts with each.</param>
public readonly record struct RefusalRest(long Kinds, long Rows)
{
    /// <summary>In words; empty when there is none.</summary>
    public override string ToString() => Kinds == 0 ? "" : FormattableString.Invariant($"and {Rows:#,0} more {(Rows == 1 ? "row" : "rows")} of {Kinds:#,0} {(Kinds == 1 ? "kind" : "kinds")}");
}

/// <summary>What became of one file.</summary>
/// <param name="File">Its name, without its folder.</param>
/// <param name="Sha256">Hash of its bytes.</param>
/// <param name="Counts">What became of its rows; all zero for a file that was ingested before.</param>
/// <param name="AlreadyIngested">True when the same bytes came in through the same mapping before: they added nothing.</param>
/// <param name="Notes">What a steward should know, in sentences.</param>
/// <param name="Reasons">The five commonest reasons for quarantine.</param>
/// <param name="Duration">Time spent reading it.</param>
public sealed record IngestFileReport(
    string File, string Sha256, IngestCounts Counts, bool AlreadyIngested, IReadOnlyList<string> Notes, IReadOnlyList<RefusalReason> Reasons, TimeSpan Duration);

/// <summary>What became of a delivery.</summary>
public sealed record IngestReport
{
    public required string Dataset { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<IngestFileReport> Files { get; init; }

    public required IngestCounts Total { get; init; }

    /// <summary>The five commonest reasons for quarantine, over all files.</summary>
    public IReadOnlyList<RefusalReason> Reasons { get; init; } = [];

    /// <summary>What was refused for other reasons than these.</summary>
    public RefusalRest MoreReasons { get; init; }

    public IReadOnlyList<NulledValues> Nulled { get; init; } = [];

    public IReadOnlyList<UnresolvedReference> UnresolvedReferences { get; init; } = [];

    /// <summary>What is unlike the deliveries before, in sentences: how many rows came, and the three columns that moved most.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The newest manifest after the delivery: its own, or the one before when it added nothing, was refused or was a dry run.</summary>
    public required long ManifestNumber { get; init; }

    /// <summary>The quarantine file below the lake; null when nothing was refused or the run was dry.</summary>
    public string? QuarantineFile { get; init; }

    public required TimeSpan Duration { get; init; }
}
