using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Data.Store;
using Screening.Learning.Models;
using Screening.Learning.Training;
using Screening.Policies;
using Screening.Risk.Trees;

namespace Screening.Learning.Registry;

/// <summary>
/// Models under versions that are written once and never edited. A folder appears whole or not at all: it is filled under another name and moved into place.
/// Loading checks everything that a model rests on: its files against their hashes, a signature where one is demanded, the engine's feature set, and the margins
/// of some rows that were kept from the training.
/// </summary>
/// <remarks><c>&lt;folder&gt;/&lt;version&gt;/{manifest.json, model.json, canaries.json, card.md, SHA256SUMS, SHA256SUMS.sig}</c></remarks>
public sealed class ModelRegistry
{
    private const string Sums = "SHA256SUMS", Signature = "SHA256SUMS.sig";
    private static readonly string[] s_files = ["canaries.json", "card.md", "manifest.json", "model.json"];

    /// <param name="folder">Folder of the models; made when first written to.</param>
    public ModelRegistry(string folder) => Folder = folder;

    /// <summary>Folder of the models.</summary>
    public string Folder { get; }

    /// <summary>Versions, the oldest first.</summary>
    public IReadOnlyList<string> Versions() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateDirectories(Folder).Where(folder => File.Exists(Path.Combine(folder, "manifest.json"))).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>The one version that begins as said; what was said when none or several do, which loading refuses.</summary>
    public string Named(string beginning) => beginning.Length > 0 && Versions().Where(version => version.StartsWith(beginning, StringComparison.Ordinal)).Take(2).ToList() is [var only] ? only : beginning;

    /// <summary>Writes a model under its version.</summary>
    /// <param name="manifest">What it is.</param>
    /// <param name="model">The file of libxgboost.</param>
    /// <param name="canaries">Rows with their margins.</param>
    /// <param name="card">What a reader must know.</param>
    /// <param name="signWith">A private key (ECDSA, PEM) to sign with, or null.</param>
    /// <returns>False when the version is there already with the same files.</returns>
    /// <exception cref="RegistryException">The version is there with other files.</exception>
    public bool Add(ModelManifest manifest, byte[] model, IReadOnlyList<Canary> canaries, string card, string? signWith)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["canaries.json"] = Json(canaries),
            ["card.md"] = Encoding.UTF8.GetBytes(card),
            ["manifest.json"] = Json(manifest),
            ["model.json"] = model,
        };
        byte[] sums = Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{Hash(file.Value)}  {file.Key}\n")));
        string target = Path.Combine(Folder, manifest.Version);
        if (Directory.Exists(target))
        {
            if (File.Exists(Path.Combine(target, Sums)) && File.ReadAllBytes(Path.Combine(target, Sums)).AsSpan().SequenceEqual(sums)) return false;
            throw new RegistryException($"{target} is there already with other files; a version is never written twice");
        }

        string half = Path.Combine(Folder, ".half-" + manifest.Version);
        if (Directory.Exists(half)) Directory.Delete(half, recursive: true);
        Directory.CreateDirectory(half);
        foreach ((string name, byte[] content) in files) File.WriteAllBytes(Path.Combine(half, name), content);
        File.WriteAllBytes(Path.Combine(half, Sums), sums);
        if (signWith is not null) File.WriteAllText(Path.Combine(half, Signature), Sign(sums, signWith) + "\n");
        Directory.Move(half, target);
        return true;
    }

    /// <summary>The manifest of a version, its files not checked.</summary>
    public ModelManifest Manifest(string version)
    {
        string file = Path.Combine(Existing(version), "manifest.json");
        try
        {
            ModelManifest manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(file), AlertJson.Options) ?? throw new RegistryException($"{file} is empty");
            if (manifest.Format != ModelManifest.CurrentFormat) throw new RegistryException($"{file}: format is '{manifest.Format}'; {ModelManifest.CurrentFormat} is read");
            return manifest;
        }
        catch (JsonException e)
        {
            throw new RegistryException(FormattableString.Invariant($"{file} is damaged in line {e.LineNumber + 1}, at {e.Path ?? "its beginning"}"), e);
        }
    }

    /// <summary>What a reader must know of a version.</summary>
    public string Card(string version) => File.ReadAllText(Path.Combine(Existing(version), "card.md"));

    /// <summary>Loads a version and checks all of it.</summary>
    /// <param name="version">The version.</param>
    /// <param name="featureSet">Feature set of the engine that will feed it; null when it will not be fed.</param>
    /// <param name="publicKey">The key (ECDSA, PEM) by which it must be signed, or null when no signature is demanded.</param>
    /// <exception cref="RegistryException">Anything is not as it must be.</exception>
    public RegisteredModel Load(string version, string? featureSet, string? publicKey)
    {
        string folder = Existing(version);
        CheckFiles(folder, publicKey);
        ModelManifest manifest = Manifest(version);
        if (manifest.Version != version) throw new RegistryException($"{folder} holds version {manifest.Version}");
        if (featureSet is not null && manifest.FeatureSet != featureSet)
            throw new RegistryException($"model {version} takes feature set {manifest.FeatureSet}, the engine makes {featureSet}; train it again");
        try
        {
            var evaluator = new TreeEvaluator(ModelFile.Read(Path.Combine(folder, "model.json")));
            if (!evaluator.Model.Features.SequenceEqual(manifest.Features)) throw new RegistryException($"model {version}: model.json has other features than manifest.json");
            CheckCanaries(folder, version, evaluator);
            return new RegisteredModel(manifest, evaluator, publicKey is not null);
        }
        catch (Exception e) when (e is ModelFileException or TreeModelException or JsonException)
        {
            throw new RegistryException($"model {version} is damaged: {e.Message}", e);
        }
    }

    /// <summary>The public key by which models must be signed, where the policy demands it; else null.</summary>
    /// <exception cref="RegistryException">It is demanded, and there is none.</exception>
    public string? DemandedKey(LearningPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!policy.RequireSignature) return null;
        string file = Path.Combine(Folder, "public-key.pem");
        return File.Exists(file) ? File.ReadAllText(file) : throw new RegistryException($"the policy demands signed models, and {file} is missing");
    }

    /// <summary>The hash of a version's files, by what the registry says that they must be; <see cref="Load"/> checks that they are.</summary>
    /// <exception cref="RegistryException">There is no such version, or nothing says what its files must be.</exception>
    public string FilesOf(string version)
    {
        string sums = Path.Combine(Existing(version), Sums);
        return File.Exists(sums) ? Hash(File.ReadAllBytes(sums)) : throw new RegistryException($"{sums} is missing; what the files must be is not known");
    }

    /// <summary>The bytes of a version's model.</summary>
    public byte[] ModelBytes(string version) => File.ReadAllBytes(Path.Combine(Existing(version), "model.json"));

    /// <summary>The rows that are kept of the training: evenly among the margins, from the lowest to the highest.</summary>
    public static IReadOnlyList<Canary> Canaries(Examples examples, ReadOnlySpan<double> margins)
    {
        const int Most = 12;
        ArgumentNullException.ThrowIfNull(examples);
        double[] keys = margins.ToArray();
        int[] order = [.. Enumerable.Range(0, examples.Count).OrderBy(i => keys[i]).ThenBy(i => i)];
        int count = Math.Min(Most, order.Length);
        var canaries = new List<Canary>(count);
        for (int i = 0; i < count; i++)
        {
            int index = order[count == 1 ? 0 : (int)((long)i * (order.Length - 1) / (count - 1))];
            canaries.Add(new Canary([.. examples[index].ToArray().Select(value => double.IsNaN(value) ? (double?)null : value)], keys[index]));
        }

        return canaries;
    }

    private string Existing(string version)
    {
        string folder = Path.Combine(Folder, version);
        bool isName = version.Length > 0 && Path.GetFileName(version) == version && version[0] != '.';
        if (isName && File.Exists(Path.Combine(folder, "manifest.json"))) return folder;
        IReadOnlyList<string> known = Versions();
        throw new RegistryException($"there is no model '{version}'; versions: {(known.Count == 0 ? "none yet" : string.Join(", ", known))}");
    }

    private static void CheckFiles(string folder, string? publicKey)
    {
        string sumsFile = Path.Combine(folder, Sums);
        if (!File.Exists(sumsFile)) throw new RegistryException($"{sumsFile} is missing; what the files must be is not known");
        byte[] sums = File.ReadAllBytes(sumsFile);
        if (publicKey is not null) CheckSignature(folder, sums, publicKey);
        var said = Encoding.UTF8.GetString(sums).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", 2)).ToList();
        if (said.Any(pair => pair.Length != 2) || !said.Select(pair => pair[1]).SequenceEqual(s_files, StringComparer.Ordinal))
            throw new RegistryException($"{sumsFile} does not name {string.Join(", ", s_files)}");
        foreach (string[] pair in said)
        {
            string file = Path.Combine(folder, pair[1]);
            if (!File.Exists(file)) throw new RegistryException($"{file} is missing");
            string hash = Hash(File.ReadAllBytes(file));
            if (!string.Equals(hash, pair[0], StringComparison.Ordinal)) throw new RegistryException($"{file} was changed: its SHA-256 is {hash}, expected {pair[0]}");
        }
    }

    private static void CheckSignature(string folder, byte[] sums, string publicKey)
    {
        string file = Path.Combine(folder, Signature);
        if (!File.Exists(file)) throw new RegistryException($"{folder} is not signed, and the policy demands a signature");
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportFromPem(publicKey);
            if (!key.VerifyData(sums, Convert.FromBase64String(File.ReadAllText(file).Trim()), HashAlgorithmName.SHA256))
                throw new RegistryException($"{file} is not the signature of these files by this key");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or CryptographicException)
        {
            throw new RegistryException($"{file} cannot be checked: {e.Message}", e);
        }
    }

    private static string Sign(byte[] sums, string privateKey)
    {
        try
        {
            using ECDsa key = ECDsa.Create();
            key.ImportFromPem(privateKey);
            return Convert.ToBase64String(key.SignData(sums, HashAlgorithmName.SHA256));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new RegistryException($"the model cannot be signed: {e.Message}", e);
        }
    }

    private static void CheckCanaries(string folder, string version, TreeEvaluator evaluator)
    {
        List<Canary> canaries = JsonSerializer.Deserialize<List<Canary>>(File.ReadAllBytes(Path.Combine(folder, "canaries.json")), AlertJson.Options) ?? [];
        foreach (Canary canary in canaries)
        {
            double[] row = [.. canary.Row.Select(value => value ?? double.NaN)];
            if (row.Length != evaluator.Features) throw new RegistryException($"model {version}: a kept row has {row.Length} features, the model {evaluator.Features}");
            double margin = evaluator.Margin(row);
            if (margin != canary.Margin) throw new RegistryException(FormattableString.Invariant($"model {version} gives a kept row the margin {margin:R}, expected {canary.Margin:R}"));
        }
    }

    private static byte[] Json<T>(T value) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, AlertJson.Indented) + "\n");

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
