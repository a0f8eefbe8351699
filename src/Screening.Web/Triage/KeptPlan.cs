using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Data.Store;
using Screening.Inspections;

namespace Screening.Web.Triage;

/// <summary>A plan of inspections that lies in the lake, without the seed it was drawn by.</summary>
/// <param name="AsOf">Day as of which holders were found.</param>
/// <param name="Policy">Policy whose risk it was.</param>
/// <param name="Plan">The plan.</param>
internal sealed record KeptPlan(DateOnly AsOf, string Policy, InspectionPlan Plan)
{
    /// <summary>Folder of plans in a lake, each in a folder of its own.</summary>
    public const string Folder = "_inspections";

    /// <summary>Short name of the plan, as the results have it.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Plan.Commitment)))[..8];

    /// <summary>Plans of a lake, the latest first, and those that cannot be read.</summary>
    public static (IReadOnlyList<KeptPlan> Plans, IReadOnlyList<string> Problems) All(string lake)
    {
        string folder = Path.Combine(lake, Folder);
        if (!Directory.Exists(folder)) return ([], []);
        var plans = new List<KeptPlan>();
        var problems = new List<string>();
        foreach (string file in Directory.EnumerateDirectories(folder).Select(d => Path.Combine(d, "plan.json")).Where(File.Exists).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(Path.GetDirectoryName(file)!);
            try
            {
                KeptPlan? plan = JsonSerializer.Deserialize<KeptPlan>(File.ReadAllBytes(file), AlertJson.Options);
                if (plan?.Plan?.Commitment is null) problems.Add($"{name} holds no plan");
                else plans.Add(plan);
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
            {
                problems.Add($"{name} cannot be read: {e.Message.ReplaceLineEndings(" ")}");
            }
        }

        return ([.. plans.OrderByDescending(p => p.Plan.Options.From)], problems);
    }
}
