using System.Security.Cryptography;
using Screening.Casework;
using Screening.Data.Store;

namespace Screening.Web.Triage;

/// <summary>A file of tips, in the shape of their contract, laid where the next night takes it in: it is checked there row by row, as every delivery is.</summary>
internal static class TipFile
{
    private static readonly string[] Accepted = [".csv", ".jsonl"];

    /// <summary>Lays it there. The same file twice is one.</summary>
    /// <param name="cases">Where it goes on record.</param>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="actor">Who delivers.</param>
    /// <exception cref="StoreException">It is empty, too large, of another kind, or the role writes no tips.</exception>
    public static void Deliver(CaseStore cases, string lake, string name, Stream content, CaseActor actor)
    {
        if (!CasePermissions.SeesTips(actor.Role) || CasePermissions.Refusal(actor.Role, CaseAction.Note) is not null)
        {
            cases.Record(actor, "refused", null, new { action = "tip_file", refusal = "the role writes no tips" });
            throw new CaseRefusedException($"{CaseWords.Of(actor.Role)} writes no tips; accepted: an analyst or a lead");
        }

        string extension = Path.GetExtension(name).ToLowerInvariant();
        if (!Accepted.Contains(extension)) throw new StoreException($"the file is of the kind '{Told.Of(extension, 20)}'; accepted: {string.Join(", ", Accepted)}, in the shape of the contract tips");
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        if (bytes.Length is 0 or > AttachmentFile.MostBytes) throw new StoreException(FormattableString.Invariant($"the file has {bytes.Length} bytes; accepted: 1 to {AttachmentFile.MostBytes}"));
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())), folder = Path.Combine(lake, "_incoming", "tips"), file = Path.Combine(folder, $"tips-{hash[..16]}{extension}"), making = Path.Combine(folder, "." + Path.GetFileName(file));
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(making, bytes.ToArray());
        cases.Record(actor, "tip_file", null, new { name = Told.Of(name, 200), sha256 = hash, bytes = bytes.Length });
        File.Move(making, file, overwrite: true);
    }
}
