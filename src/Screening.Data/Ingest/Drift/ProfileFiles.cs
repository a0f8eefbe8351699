using System.Text.Json;

namespace Screening.Data.Ingest;

/// <summary><c>_profiles/&lt;dataset&gt;/&lt;delivery&gt;.json</c> below a lake. Whatever is wrong with them is a note: profiles only serve to warn, and no night ends for their sake.</summary>
internal static class ProfileFiles
{
    public const string Folder = "_profiles";
    private const string Extension = ".json";

    /// <summary>Writes a profile; one of the same delivery is replaced.</summary>
    /// <param name="lake">The lake's directory.</param>
    /// <param name="delivery">The delivery's id: letters, digits, <c>-</c> and <c>_</c>, in ordinal order of time.</param>
    /// <param name="profile">The profile.</param>
    /// <returns>Null, or why it could not be written.</returns>
    public static string? Write(string lake, string delivery, DeliveryProfile profile)
    {
        var path = PathOf(lake, profile.Dataset, delivery);
        var draft = Path.Combine(Path.GetDirectoryName(path)!, "." + delivery + ".draft");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(draft, profile.ToJson());
            File.Move(draft, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the profile of {profile.Dataset} could not be written to {Name(profile.Dataset, delivery)}: {e.Message.TrimEnd('.')}";
        }
    }

    /// <summary>Reads the newest profiles from before a delivery.</summary>
    /// <param name="lake">The lake's directory.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="delivery">The delivery: neither its own profile nor a later one is read.</param>
    /// <param name="most">How many, from 1.</param>
    /// <returns>The profiles, oldest first, and a note for each file that was skipped.</returns>
    public static (IReadOnlyList<DeliveryProfile> Profiles, IReadOnlyList<string> Notes) ReadBefore(string lake, string dataset, string delivery, int most = Drift.MostDeliveries)
    {
        var (profiles, notes) = (new List<DeliveryProfile>(), new List<string>());
        foreach (var earlier in Deliveries(Path.GetDirectoryName(PathOf(lake, dataset, delivery))!, notes).Where(d => string.CompareOrdinal(d, delivery) < 0).OrderDescending(StringComparer.Ordinal))
        {
            if (profiles.Count == most) break;
            try
            {
                var profile = DeliveryProfile.FromJson(File.ReadAllBytes(PathOf(lake, dataset, earlier)));
                if (profile.Dataset == dataset) profiles.Add(profile);
                else notes.Add($"{Name(dataset, earlier)} was skipped: it is of {profile.Dataset}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                notes.Add($"{Name(dataset, earlier)} was skipped: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
            }
        }
        profiles.Reverse();
        return (profiles, notes);
    }

    private static List<string> Deliveries(string folder, List<string> notes)
    {
        try
        {
            if (!Directory.Exists(folder)) return [];
            return [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(f => Path.GetFileNameWithoutExtension(f)).Where(IsId)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            notes.Add($"{Folder}/{Path.GetFileName(folder)} could not be read: {e.Message.TrimEnd('.')}");
            return [];
        }
    }

    private static string PathOf(string lake, string dataset, string delivery)
    {
        if (!IsId(delivery)) throw new ArgumentException($"'{delivery}' is no delivery's id; accepted: letters, digits, - and _", nameof(delivery));
        if (!IsId(dataset)) throw new ArgumentException($"'{dataset}' is no dataset's name; accepted: letters, digits, - and _", nameof(dataset));
        return Path.Combine(lake, Folder, dataset, delivery + Extension);
    }

    private static string Name(string dataset, string delivery) => $"{Folder}/{dataset}/{delivery}{Extension}";

    private static bool IsId(string id) => id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
