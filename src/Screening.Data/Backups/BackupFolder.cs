using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Screening.Data.Backups;

/// <summary>
/// A folder of backups. Each lies in a folder named by its moment; what never changes (data files and manifests of the lake, full files of the journal, models) lies once in
/// <c>shared</c> for all of them. Only the owner can read any of it, as it holds keys and what people wrote.
/// </summary>
public sealed class BackupFolder
{
    internal const string NameFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string SharedFolder = "shared";
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>JSON of manifests.</summary>
    internal static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <param name="path">Where.</param>
    public BackupFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FullPath = Path.GetFullPath(path);
    }

    /// <summary>Where.</summary>
    public string FullPath { get; }

    /// <summary>Names of whole backups, the oldest first.</summary>
    public IReadOnlyList<string> Names() => !Directory.Exists(FullPath)
        ? []
        :
        [
            .. Directory.EnumerateDirectories(FullPath).Where(folder => File.Exists(Path.Combine(folder, BackupManifest.FileName))).Select(folder => Path.GetFileName(folder)!)
                .Where(name => DateTime.TryParseExact(name, NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)).Order(StringComparer.Ordinal),
        ];

    /// <summary>A backup's manifest.</summary>
    /// <param name="name">Which; the newest when <c>null</c>.</param>
    /// <exception cref="BackupException">It is not there, or cannot be read.</exception>
    public (string Name, BackupManifest Manifest) Read(string? name = null)
    {
        IReadOnlyList<string> names = Names();
        if (names.Count == 0) throw new BackupException($"there is no whole backup in {FullPath}");
        string wanted = name ?? names[^1];
        if (!names.Contains(wanted)) throw new BackupException($"there is no backup '{wanted}' in {FullPath}; accepted: {string.Join(", ", names.TakeLast(5))}");
        string path = Path.Combine(FullPath, wanted, BackupManifest.FileName);
        try
        {
            BackupManifest manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(path), Json)!;
            return manifest.Format <= BackupManifest.CurrentFormat
                ? (wanted, manifest)
                : throw new BackupException(FormattableString.Invariant($"backup {wanted} has format {manifest.Format}, made by a later version of Screening; accepted: up to {BackupManifest.CurrentFormat}"));
        }
        catch (JsonException e)
        {
            throw new BackupException($"the manifest of backup {wanted} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads every file of a backup and compares its hash.</summary>
    /// <returns>One sentence for each that is missing or altered.</returns>
    public IReadOnlyList<string> Verify(string name, BackupManifest manifest, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var problems = new List<string>();
        foreach (BackupFile file in manifest.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            string path = PathOf(name, file);
            if (!File.Exists(path)) problems.Add($"{file.Path} is missing");
            else if (Hash(path) is { } found && found != (file.Bytes, file.Sha256)) problems.Add(FormattableString.Invariant($"{file.Path} is not as it was: {found.Bytes} bytes, expected {file.Bytes}, or other bytes"));
        }

        return problems;
    }

    /// <summary>Deletes all but the newest, and what only they shared.</summary>
    /// <param name="keep">How many stay, at least 1.</param>
    /// <returns>Names of those that are gone.</returns>
    internal IReadOnlyList<string> Keep(int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        IReadOnlyList<string> names = Names();
        List<string> gone = [.. names.Take(names.Count - keep)];

        // Without its manifest a folder is no backup: from then on nobody restores half of one.
        foreach (string name in gone)
        {
            File.Delete(Path.Combine(FullPath, name, BackupManifest.FileName));
            Directory.Delete(Path.Combine(FullPath, name), recursive: true);
        }

        if (gone.Count == 0) return gone;
        HashSet<string> named = [.. Names().SelectMany(name => Read(name).Manifest.Files).Where(file => file.IsShared).Select(file => SharedPath(file.Path))];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(FullPath, SharedFolder), "*", SearchOption.AllDirectories).Where(file => !named.Contains(file)).ToList()) File.Delete(file);
        return gone;
    }

    internal string PathOf(string name, BackupFile file) => file.IsShared ? SharedPath(file.Path) : Path.Combine(FullPath, name, file.Path);

    internal string SharedPath(string path) => Path.Combine(FullPath, SharedFolder, path);

    /// <summary>Makes a folder that only its owner can read.</summary>
    internal static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { } above) MakeFolder(above);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>Lets only its owner read a file.</summary>
    internal static void MakeOwners(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerFile);
    }

    /// <summary>Copies a file so that only its owner can read the copy, under its name only when it is whole.</summary>
    internal static (long Bytes, string Sha256) Copy(string from, string to, CancellationToken cancellation)
    {
        MakeFolder(Path.GetDirectoryName(to)!);
        string making = to + ".making";
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            long bytes = 0;
            byte[] buffer = new byte[1 << 20];

            // Whoever writes it goes on: a journal is written while it is copied.
            using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
            using (var target = new FileStream(making, options))
            {
                for (int read; (read = source.Read(buffer)) > 0; bytes += read)
                {
                    cancellation.ThrowIfCancellationRequested();
                    hash.AppendData(buffer, 0, read);
                    target.Write(buffer, 0, read);
                }
            }

            File.Move(making, to, overwrite: true);
            return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
    }

    internal static (long Bytes, string Sha256) Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return (stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
