using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Lakes;

namespace Screening.Data.Quarantines;

/// <summary>
/// Reads refused rows again, through the contract as it is now, as a delivery of its own whose rows keep the file and line they came from. What is refused again
/// stays open with its new reasons; when nothing changes, nothing is written.
/// </summary>
public static class QuarantineReplay
{
    /// <summary>Replays the open rows.</summary>
    /// <returns>What became of them; all counts are 0 when none is open.</returns>
    /// <exception cref="QuarantineException">The delivery was refused as a whole, or a line was never refused.</exception>
    /// <exception cref="IngestException">The rows cannot be read.</exception>
    /// <exception cref="MappingException">The mapping file is invalid or does not fit the rows.</exception>
    /// <exception cref="LakeException">Another writer holds the lake, or it is damaged.</exception>
    public static IngestReport Run(Lake lake, ContractStore contracts, ReplayRequest request, IProgress<IngestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(request);
        var delivery = request.Delivery;
        RequireTakenIn(delivery);
        if (request.Lines is not null && request.File is null && delivery.Files.Count > 1 && request.CorrectedFile is null)
            throw new QuarantineException($"{delivery.Id} has refused rows of {string.Join(" and ", delivery.Files)}; say with the file's name which one's lines are meant");
        if (request.File is { } file && !delivery.Files.Contains(file)) throw new QuarantineException($"{delivery.Id} has no refused row of a file '{file}'; it has {string.Join(", ", delivery.Files)}");
        var corrected = request.CorrectedFile is { } path ? CorrectedFile.Read(path, cancellation) : null;
        return Ingestion.Run(lake, contracts, new IngestRequest
        {
            Dataset = delivery.Dataset,
            Files = [],
            Refused = new RefusedRows(delivery) { Lines = request.Lines, File = request.File, Corrected = corrected },
            MappingFile = request.MappingFile,
            KnownAt = request.MappingFile is null && delivery.Headers.Any(h => !CorrectedFile.ColumnsOf(h, ',').Contains(DataContract.KnownAt)) ? KnownAtSource.Delivery : KnownAtSource.Column,
            DeliveredAtUtc = request.DeliveredAtUtc,
            DryRun = request.DryRun,
            Threads = request.Threads,
            MemoryLimit = request.MemoryLimit,
            LockTimeoutSeconds = request.LockTimeoutSeconds,
        }, progress, cancellation);
    }

    private static void RequireTakenIn(RefusedDelivery delivery)
    {
        var files = string.Join(" and ", delivery.Files);
        switch (delivery.State)
        {
            case "not_taken_in":
                throw new QuarantineException($"{delivery.Id} was refused as a whole, so none of its rows is in the lake and there is nothing to add to; deliver {files} again, perhaps through the mapping file that 'screening quarantine fix-map' writes");
            case "delivered_again":
                throw new QuarantineException($"{delivery.Id} was refused as a whole and {files} came in with a later delivery; what that one refused stands under its own name");
        }
    }
}
