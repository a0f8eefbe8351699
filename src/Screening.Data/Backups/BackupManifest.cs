namespace Screening.Data.Backups;

/// <summary>One file of a backup.</summary>
/// <param name="Path">Where it belongs, with slashes: <c>lake/</c>, <c>store/</c>, <c>keys/</c>, <c>journal/</c> or <c>models/</c> and a path below that.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Hash of its bytes, 64 hexadecimal digits.</param>
/// <param name="IsShared">Whether it never changes and lies once for all backups of the folder.</param>
public sealed record BackupFile(string Path, long Bytes, string Sha256, bool IsShared);

/// <summary>What a backup holds: its <c>manifest.json</c>, written last, so that a folder without one is no backup.</summary>
public sealed record BackupManifest
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The shape that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its shape.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>When it was made.</summary>
    public required DateTime MadeAtUtc { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Number of the lake's snapshot.</summary>
    public required long Snapshot { get; init; }

    /// <summary>Id of that snapshot.</summary>
    public required string SnapshotId { get; init; }

    /// <summary>What the store is: <c>sqlite</c>, <c>postgres</c> or <c>none</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Whole records of the endpoint's journal, or of the journals of all its replicas.</summary>
    public required long JournalRecords { get; init; }

    /// <summary>The files, by path.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }
}
