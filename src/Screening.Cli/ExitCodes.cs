using System.Text.Json;
using Microsoft.Data.Sqlite;
using Screening.Data.Backups;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Native;
using Screening.Data.Quarantines;
using Screening.Data.Retention;
using Screening.Data.Store;
using Screening.Learning.Models;
using Screening.Learning.Registry;
using Screening.Learning.Training;
using Screening.Policies;

namespace Screening.Cli;

/// <summary>What a process returns: 0 done, 2 the input is at fault, 1 the program or its machine is, 130 stopped by the user.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The program or its machine is at fault.</summary>
    public const int Internal = 1;

    /// <summary>The input is at fault.</summary>
    public const int Input = 2;

    /// <summary>Stopped by the user.</summary>
    public const int Stopped = 130;

    /// <summary>The code and the one sentence for an error. Unknown errors keep their trace: they are ours to mend.</summary>
    public static (int Code, string Message) Of(Exception error) => error switch
    {
        OperationCanceledException => (Stopped, "stopped"),
        IngestException { Report.QuarantineFile: not null } => (Input, error.Message + " ('screening quarantine list' shows the rows)"),
        UsageException or IngestException or QuarantineException or MappingException or ContractException or LakeException or PolicyException or StoreException or ModelFileException
            or TrainingException or RegistryException or BackupException or RetentionException or Screening.Web.Jobs.JobFileException
            or ArgumentOutOfRangeException => (Input, error.Message),
        DuckDbException { ErrorType: DuckDbErrorType.OutOfMemory } =>
            (Input, $"what was asked for does not fit into the memory that DuckDB may take ({error.Message.Split('\n')[0].Trim()}); give more with --memory, or fewer --threads"),
        JsonException or UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException => (Input, error.Message),
        Screening.Data.Journals.JournalException => (Internal, error.Message),
        SqliteException => (Internal, $"the store is damaged or cannot be used: {error.Message}; restore _store/screening.db from a backup, or move it away and run the nights again"),
        System.Data.Common.DbException => (Internal, $"the store's server failed: {error.Message}; nothing was changed, try again"),
        Quartz.SchedulerException => (Internal, $"jobs cannot run: {error.GetBaseException().Message}"),
        NativeLibraryException or Operations.FaultException => (Internal, error.Message),
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        IOException or TimeoutException => (Internal, error.Message),
        _ => (Internal, "internal error, please report it: " + error),
    };
}
