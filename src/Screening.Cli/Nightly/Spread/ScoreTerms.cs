using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Data.Lakes;
using Screening.Data.Policies;
using Screening.Data.Store;
using Screening.Learning.Registry;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Typologies;

namespace Screening.Cli.Nightly.Spread;

/// <summary>What a night scores with, told to its nodes once it knows: its policy and what reviewers put aside as they are, models by their files' hash.</summary>
/// <param name="Policy">Version of the policy, whose file lies beside.</param>
/// <param name="PolicyHash">Hash of that file.</param>
/// <param name="Models">Folder of the models; the program's when <c>null</c>.</param>
/// <param name="Model">Model and share, as a version of the run.</param>
/// <param name="ModelFiles">Hash of its files; empty without one.</param>
/// <param name="Shadow">Version of the model in the shadow; <c>null</c> for none.</param>
/// <param name="ShadowFiles">Hash of its files; empty without one.</param>
/// <param name="Dismissals">What reviewers have put aside.</param>
internal sealed record ScoreTerms(
    string Policy, string PolicyHash, string? Models, string Model, string ModelFiles, string? Shadow, string ShadowFiles, IReadOnlyList<NameDismissal> Dismissals)
{
    private const string Name = "scoring.json";

    /// <summary>The hash of all of it.</summary>
    public string Id() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, AlertJson.Options))));

    /// <summary>Writes them where nodes find them.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="plan">Id of the plan.</param>
    /// <param name="policyFile">The file of the policy.</param>
    public void Write(string lake, string plan, string policyFile)
    {
        string folder = NightPlan.FolderOf(lake, plan);
        File.Copy(policyFile, Path.Combine(folder, Policy + ".yaml"), overwrite: true);
        WholeFile.Write(Path.Combine(folder, Name), JsonSerializer.Serialize(this, AlertJson.Indented));
    }

    /// <summary>Reads them; <c>null</c> when the night has not told them, or is over.</summary>
    public static ScoreTerms? Read(string lake, string plan)
    {
        try
        {
            return JsonSerializer.Deserialize<ScoreTerms>(File.ReadAllText(Path.Combine(NightPlan.FolderOf(lake, plan), Name)), AlertJson.Options);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What they name, as this node has it.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="log">What was known.</param>
    /// <exception cref="UsageException">This node has another policy or model than the night.</exception>
    public NightRules Load(string lake, NightPlan plan, EventLog log)
    {
        Policy policy = PolicyFile.Read(Path.Combine(NightPlan.FolderOf(lake, plan.Id), Policy + ".yaml"));
        if (policy.Hash != PolicyHash) throw new UsageException($"policy {Policy} of plan {plan.Id} has hash {policy.Hash[..12]}; the night scores with {PolicyHash[..12]}");
        bool isSimulated = Directory.Exists(Path.Combine(lake, "_truth"));
        string models = Home.Models(Models);
        var model = ServedModel.Of(new ModelFolders(models, Home.Starter), policy, log, plan.Date, isSimulated);
        if (model.Version != Model || model.Files != ModelFiles) throw Other(model.Version, model.Files, Model, ModelFiles);
        if (Shadow is null) return new NightRules(policy, model.Model, null, new Dismissals(Dismissals, plan.Date));
        var registry = new ModelRegistry(models);
        string files = registry.FilesOf(Shadow);
        if (files != ShadowFiles) throw Other(Shadow, files, Shadow, ShadowFiles);
        return new NightRules(policy, model.Model, ServedModel.Load(registry, Shadow, policy, log, plan.Date, isSimulated), new Dismissals(Dismissals, plan.Date));
    }

    private static UsageException Other(string version, string files, string wanted, string wantedFiles) =>
        new($"this node has model {Told(version, files)}; the night scores with {Told(wanted, wantedFiles)}: nodes of a night have the same models");

    private static string Told(string version, string files) => files.Length == 0 ? version : $"{version} of files {files[..12]}";
}
