using System.Security.Cryptography;
using Screening.Features;
using Screening.Learning.Registry;

namespace Screening.Web.Jobs;

/// <summary>Which build of the program this is: nodes that work on one night must be the same.</summary>
internal static class NodeVersion
{
    /// <summary>Version, and a hash of what was compiled into it.</summary>
    public static string Own { get; } = Find();

    // Builds of the same sources have the same module ids: the build is deterministic.
    private static string Find()
    {
        Type[] of = [typeof(Engine), typeof(Data.Jobs.JobStore), typeof(ModelRegistry), typeof(NodeVersion)];
        byte[] ids = [.. of.SelectMany(t => t.Module.ModuleVersionId.ToByteArray())];
        return $"{typeof(NodeVersion).Assembly.GetName().Version!.ToString(3)}+{Convert.ToHexStringLower(SHA256.HashData(ids))[..8]}";
    }
}
