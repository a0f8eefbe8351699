using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Data.Native;
using Screening.Data.Store;

namespace Screening.Data.Backups;

/// <summary>What a backup did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Manifest">What it holds.</param>
/// <param name="CopiedBytes">Bytes that were copied; the rest lay in the folder already.</param>
/// <param name="Gone">Names of older ones that were deleted.</param>
public sealed record BackupReport(string Name, BackupManifest Manifest, long CopiedBytes, IReadOnlyList<string> Gone);

/// <summary>
/// Makes a backup while nights, pages and the endpoint go on. The lake comes first, then store and keys, the journal last: what is in the lake already is then in the journal
/// too, and a restored lake takes the journal in again, which adds nothing twice. Heads of the audit log are copied before the store, so that the store has all they name.
/// </summary>
public sealed class Backup
{
    private const int JournalTries = 5;
    private static readonly TimeSpan s_lakeTimeout = TimeSpan.FromMinutes(2);

    // What is written anew under its name; all else in these folders is written once.
    private static readonly HashSet<string> s_marks = [NewestMark.FileName, PrunedMark.FileName];
    private readonly BackupFolder _folder;
    private readonly BackupPlaces _places;
    private readonly string _name, _own;
    private readonly Dictionary<string, BackupFile> _known;
    private readonly List<BackupFile> _files = [];
    private readonly CancellationToken _cancellation;
    private long _copied;

    private Backup(BackupFolder folder, BackupPlaces places, string name, CancellationToken cancellation)
    {
        (_folder, _places, _name, _cancellation) = (folder, places, name, cancellation);
        _own = Path.Combine(folder.FullPath, ".making-" + name);
        _known = folder.Names().Count == 0 ? [] : folder.Read().Manifest.Files.Where(f => f.IsShared).ToDictionary(f => f.Path, StringComparer.Ordinal);
    }

    /// <summary>Makes one.</summary>
    /// <param name="folder">Where backups lie.</param>
    /// <param name="places">What to back up.</param>
    /// <param name="keep">How many stay; all when <c>null</c>.</param>
    /// <param name="program">Version of the program.</param>
    /// <param name="nowUtc">The moment, which names it.</param>
    /// <param name="cancellation">Stops it; what was copied is used by the next one.</param>
    /// <exception cref="BackupException">Another backup is at work there, one of that second exists, or a file of the lake is not what its manifest says.</exception>
    /// <exception cref="LakeException">The lake cannot be read, or somebody writes to it for too long.</exception>
    public static BackupReport Run(BackupFolder folder, BackupPlaces places, int? keep, string program, DateTime nowUtc, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(places);
        if ((folder.FullPath + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(places.Lake) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new BackupException($"{folder.FullPath} lies in the lake; a backup belongs on another disk");
        string name = nowUtc.ToString(BackupFolder.NameFormat, CultureInfo.InvariantCulture);
        BackupFolder.MakeFolder(folder.FullPath);
        using FileStream hold = Hold(folder);
        foreach (string left in Directory.EnumerateDirectories(folder.FullPath, ".making-*")) Directory.Delete(left, recursive: true);
        if (Directory.Exists(Path.Combine(folder.FullPath, name))) throw new BackupException($"a backup {name} is there already");
        return new Backup(folder, places, name, cancellation).Make(keep, program, nowUtc);
    }

    private BackupReport Make(int? keep, string program, DateTime nowUtc)
    {
        BackupFolder.MakeFolder(_own);
        LakeSnapshot snapshot = OfLake();
        string store = OfStore();
        OfKeys();
        OfModels();
        long records = OfJournals();
        var manifest = new BackupManifest
        {
            MadeAtUtc = nowUtc,
            Program = program,
            Snapshot = snapshot.Number,
            SnapshotId = snapshot.Id,
            Store = store,
            JournalRecords = records,
            Files = [.. _files.OrderBy(f => f.Path, StringComparer.Ordinal)],
        };

        // Its folder gets its name when all of it is on disk.
        string path = Path.Combine(_own, BackupManifest.FileName);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(manifest, BackupFolder.Json));
        BackupFolder.MakeOwners(path);
        Posix.SyncFileSystem(_folder.FullPath);
        Directory.Move(_own, Path.Combine(_folder.FullPath, _name));
        Posix.SyncDirectory(_folder.FullPath);
        return new BackupReport(_name, manifest, _copied, keep is { } most ? _folder.Keep(most) : []);
    }

    // Nobody compacts or prunes while its files are copied.
    private LakeSnapshot OfLake()
    {
        var lake = Lake.Open(_places.Lake);
        using LakeWriter writer = lake.Write(s_lakeTimeout, _cancellation);
        LakeSnapshot snapshot = lake.Snapshot();
        Dictionary<string, string> said = snapshot.AllFiles.ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal);
        foreach ((string path, _) in lake.StoredFiles())
        {
            BackupFile copied = Shared(BackupPlaces.LakePart + path, Path.Combine(lake.FullPath, path));
            if (said.TryGetValue(path, out string? expected) && expected != copied.Sha256)
                throw new BackupException($"{path} of the lake is not what its manifest says: nothing was backed up; 'screening lake verify' lists every such file");
        }

        foreach (string part in (string[])["_manifests", "_quarantine", "_delivered", "_profiles", "_truth"])
        {
            string folder = Path.Combine(lake.FullPath, part);
            if (!Directory.Exists(folder)) continue;
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string path = BackupPlaces.LakePart + Below(lake.FullPath, file);
                if (s_marks.Contains(Path.GetFileName(file))) Own(path, file);
                else Shared(path, file);
            }
        }

        return snapshot;
    }

    private string OfStore()
    {
        if (!_places.Store.Exists) return "none";
        if (File.Exists(_places.Store.Anchor)) Own(BackupPlaces.HeadsFile, _places.Store.Anchor);
        string place = Path.Combine(_own, PostgresAddress.Is(_places.Store.Address) ? BackupPlaces.PostgresFile : BackupPlaces.SqliteFile);
        BackupFolder.MakeFolder(Path.GetDirectoryName(place)!);
        bool isPostgres = PostgresAddress.Is(_places.Store.Address);
        if (isPostgres) PostgresDump.Write(_places.Store.Address, place, _cancellation);
        else CopySqlite(_places.Store.Address, place);
        Add(isPostgres ? BackupPlaces.PostgresFile : BackupPlaces.SqliteFile, place);
        return isPostgres ? "postgres" : "sqlite";
    }

    private void OfKeys()
    {
        string keys = Path.Combine(_places.Keys, "keys.db"), copy = Path.Combine(_own, BackupPlaces.KeysPart + "keys.db");
        BackupFolder.MakeFolder(Path.GetDirectoryName(copy)!);
        if (File.Exists(keys))
        {
            CopySqlite(keys, copy);
            Add(BackupPlaces.KeysPart + "keys.db", copy);
        }

        foreach (string file in (string[])["webhooks.yaml", "retention.yaml"])
        {
            if (File.Exists(Path.Combine(_places.Keys, file))) Own(BackupPlaces.KeysPart + file, Path.Combine(_places.Keys, file));
        }
    }

    private void OfModels()
    {
        if (!Directory.Exists(_places.Models)) return;
        string root = Path.GetFullPath(_places.Models);
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) Own(BackupPlaces.ModelsPart + Below(root, file), file);
    }

    // All but the last file are full and stay as they are. The mark of what was taken in is left out: a restored lake takes everything in again, and knows what it has.
    private long OfJournals() => JournalFolder.All(_places.Lake).Sum(OfJournal);

    private long OfJournal(JournalFolder journal)
    {
        string part = BackupPlaces.JournalPart + journal.Below;
        List<string> files = [.. Directory.EnumerateFiles(journal.FullPath, "*" + Journal.Extension).Order(StringComparer.Ordinal)];
        List<BackupFile> copied = [.. files.SkipLast(1).Select(file => Shared(part + Path.GetFileName(file), file))];
        if (files.Count == 0) return 0;
        for (int tries = 1; ; tries++)
        {
            Own(part + Path.GetFileName(files[^1]), files[^1]);
            try
            {
                return ScanCopies([.. copied, _files[^1]]);
            }
            catch (JournalException) when (tries < JournalTries)
            {
                // Copied in the middle of a write of several records: once more.
                _files.RemoveAt(_files.Count - 1);
            }
        }
    }

    // Whole records in what was copied: links in one folder, as the copies lie in two.
    private long ScanCopies(List<BackupFile> copies)
    {
        string folder = Path.Combine(_own, ".journal");
        BackupFolder.MakeFolder(folder);
        try
        {
            foreach (BackupFile file in copies)
                File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file.Path)), file.IsShared ? _folder.SharedPath(file.Path) : Path.Combine(_own, file.Path));
            return Journal.Scan(folder, static (_, _) => { }).Records;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void CopySqlite(string from, string to)
    {
        NativeLibraries.UseSqlite();
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
        using SqliteCommand whole = target.CreateCommand();
        whole.CommandText = "PRAGMA journal_mode = DELETE";
        whole.ExecuteNonQuery();
    }

    private void Own(string path, string file)
    {
        (long bytes, string sha256) = BackupFolder.Copy(file, Path.Combine(_own, path), _cancellation);
        _copied += bytes;
        _files.Add(new BackupFile(path, bytes, sha256, IsShared: false));
    }

    private void Add(string path, string made)
    {
        BackupFolder.MakeOwners(made);
        (long bytes, string sha256) = BackupFolder.Hash(made);
        _copied += bytes;
        _files.Add(new BackupFile(path, bytes, sha256, IsShared: false));
    }

    // What an earlier backup copied is there, hash and all.
    private BackupFile Shared(string path, string file)
    {
        string place = _folder.SharedPath(path);
        long length = new FileInfo(file).Length;
        if (_known.TryGetValue(path, out BackupFile? before) && before.Bytes == length && File.Exists(place) && new FileInfo(place).Length == length)
        {
            _files.Add(before);
            return before;
        }

        (long bytes, string sha256) = BackupFolder.Copy(file, place, _cancellation);
        _copied += bytes;
        var copied = new BackupFile(path, bytes, sha256, IsShared: true);
        _files.Add(copied);
        return copied;
    }

    private static string Below(string root, string file) => Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');

    private static FileStream Hold(BackupFolder folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder.FullPath, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new BackupException($"another backup is at work in {folder.FullPath}, or the folder cannot be written: {e.Message}", e);
        }
    }
}
