using Screening.Data.Contracts;
using Screening.Data.Policies;
using Screening.Policies;

namespace Screening.Cli;

/// <summary>Where the project's own files lie: contracts, reference tables, policies. SCREENING_HOME names the folder; else it is looked for above the application.</summary>
internal static class Home
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string Variable = "SCREENING_HOME";

    private const string NewestPolicy = "1.0.0";

    /// <summary>The folder.</summary>
    /// <exception cref="UsageException">It is not found.</exception>
    public static string Directory { get; } = Find();

    /// <summary>All contracts with their reference tables.</summary>
    public static ContractStore Contracts() => ContractStore.Load(Path.Combine(Directory, "data-contracts"));

    /// <summary>Country groups with the tables of the law that name them.</summary>
    public static CountryGroups CountryGroups(ContractStore contracts) => ControlRegime(contracts).Countries;

    /// <summary>The law on advanced computing.</summary>
    public static ControlRegime ControlRegime(ContractStore contracts) => ControlRegimeFile.Read(contracts);

    /// <summary>A policy by path or version.</summary>
    public static Policy Policy(string? pathOrVersion) => Data.Policies.PolicyFile.Read(PolicyFile(pathOrVersion));

    /// <summary>The file of a policy by path or version.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string PolicyFile(string? pathOrVersion)
    {
        string name = pathOrVersion ?? NewestPolicy, folder = Path.Combine(Directory, "models", "policy");
        bool isPath = name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal) || File.Exists(name);
        string file = isPath ? name : Path.Combine(folder, name + ".yaml");
        if (File.Exists(file)) return file;
        IEnumerable<string?> versions = System.IO.Directory.EnumerateFiles(folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        throw new UsageException($"there is no policy '{name}'; versions: {string.Join(", ", versions)}; or name a file that is called after its version");
    }

    /// <summary>Folder of the model that is shipped, for as long as a firm has none of its own.</summary>
    public static string Starter => Path.Combine(Directory, "models", "starter");

    /// <summary>Folder of the models of risk.</summary>
    public static string Models(string? folder) => folder ?? Path.Combine(Directory, "models", "diversion");

    private static string Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return System.IO.Directory.Exists(Path.Combine(named, "data-contracts"))
                ? named
                : throw new UsageException($"{Variable} is '{named}', which holds no data-contracts folder");
        }

        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (System.IO.Directory.Exists(Path.Combine(folder, "data-contracts"))) return folder;
        }

        throw new UsageException($"no data-contracts folder lies above {AppContext.BaseDirectory}; set {Variable} to the project's folder");
    }
}
