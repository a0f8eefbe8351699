using System.Security.Cryptography;
using System.Text;
using Screening.Casework;
using Screening.Data.Policies;
using Screening.Policies;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Policies;

public sealed class PolicyFileTests : IDisposable
{
    private static readonly string FirstPath = Path.Combine(SomeDelivery.Root, "models", "policy", "1.0.0.yaml");
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-policy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheShippedPolicyIsReadWholeAndExactly()
    {
        Policy policy = PolicyFile.Read(FirstPath);
        Assert.Equal("1.0.0", policy.Version);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FirstPath))), policy.Hash);
        Assert.Equal(new CapacityPolicy(20, 2, 0.3, 1, 0.005), policy.Capacity);
        Assert.Equal(new BlendPolicy(-6, 0.25, 10, 0.2, 33_600, 200), policy.Blend);
        Assert.Equal(["E01", "T01", "T02", "T03", "T04", "T05", "T12", "T14", "T21"], policy.Typologies.Select(t => t.Id));
        TypologyPolicy split = policy.Typologies.Single(t => t.Id == "T04");
        Assert.Equal((3.0, false), (split.Weight, split.MandatoryHold));
        Assert.Equal([("near", 0.8), ("threshold_tpp", 26_900_000), ("tier", 1)], split.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)));
        Assert.Equal(["E01", "T21"], policy.Typologies.Where(t => t.MandatoryHold).Select(t => t.Id));
    }

    [Theory]
    [InlineData("review_risk: 0.02, hold_risk: 0.3, budget_share: 0.2, budget_window: 500", null)]
    [InlineData("review_risk: 0.3, hold_risk: 0.2, budget_share: 0.2, budget_window: 500", "decisions.hold_risk is '0.2'; accepted: a number from 0.3 to 1")]
    [InlineData("review_risk: 0.02, hold_risk: 0.3, budget_share: 1.2, budget_window: 500", "decisions.budget_share is '1.2'; accepted: a number from 0 to 1")]
    [InlineData("review_risk: 0.02, hold_risk: 0.3, budget_share: 0.2, budget_window: 5", "decisions.budget_window is '5'; accepted: a whole number from 10 to 1000000")]
    [InlineData("review_risk: 0.02, hold_risk: 0.3, budget_share: 0.2", "decisions.budget_window is missing")]
    [InlineData("review_risk: 0.02, hold_risk: 0.3, budget: 0.2", "decisions.budget unknown key")]
    public void FromWhenOnAnOrderIsStoppedIsReadWhereAPolicySaysIt(string section, string? problem)
    {
        Assert.Equal(DecisionPolicy.Unsaid, PolicyFile.Read(FirstPath).Decisions);
        string file = Path.Combine(_folder, "1.0.0.yaml");
        File.WriteAllText(file, File.ReadAllText(FirstPath) + "\ndecisions: {" + section + "}\n");
        if (problem is null) Assert.Equal(new DecisionPolicy(0.02, 0.3, 0.2, 500), PolicyFile.Read(file).Decisions);
        else Assert.Contains(problem, Assert.Throws<PolicyException>(() => PolicyFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("independent_evidence: 2, people: 3, least_grade: landlord_or_utility, needs_lead: true", null)]
    [InlineData("independent_evidence: 1, people: 2, least_grade: registry, needs_lead: false", null)]
    [InlineData("independent_evidence: 0, people: 2, least_grade: registry, needs_lead: false", "holds.independent_evidence is '0'; accepted: a whole number from 1 to 10")]
    [InlineData("independent_evidence: 11, people: 2, least_grade: registry, needs_lead: false", "holds.independent_evidence is '11'; accepted: a whole number from 1 to 10")]
    [InlineData("independent_evidence: 1, people: 1, least_grade: registry, needs_lead: false", "holds.people is '1'; accepted: a whole number from 2 to 5")]
    [InlineData("independent_evidence: 1, people: 6, least_grade: registry, needs_lead: false", "holds.people is '6'; accepted: a whole number from 2 to 5")]
    [InlineData("independent_evidence: 1, people: 2, least_grade: customer_document, needs_lead: false", "holds.least_grade is 'customer_document'; accepted: registry, landlord_or_utility, site_visit")]
    [InlineData("independent_evidence: 1, people: 2, least_grade: self_declared, needs_lead: false", "holds.least_grade is 'self_declared'; accepted: registry, landlord_or_utility, site_visit")]
    [InlineData("independent_evidence: 1, people: 2, least_grade: registry", "holds.needs_lead is missing; accepted: true, false")]
    [InlineData("people: 2, least_grade: registry, needs_lead: false", "holds.independent_evidence is missing; accepted: a whole number from 1 to 10")]
    [InlineData("independent_evidence: 1, people: 2, least_grade: registry, needs_lead: false, waived: true", "holds.waived unknown key")]
    public void WhatAReleaseNeedsIsReadWhereAPolicySaysItAndNeverBelowTheLeast(string section, string? problem)
    {
        Assert.Equal(HoldPolicy.Least, PolicyFile.Read(FirstPath).Holds);
        string file = Path.Combine(_folder, "1.0.0.yaml");
        File.WriteAllText(file, File.ReadAllText(FirstPath) + "\nholds: {" + section + "}\n");
        if (problem is not null)
        {
            string said = Assert.Throws<PolicyException>(() => PolicyFile.Read(file)).Message;
            Assert.Contains(problem, said, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', said);
            return;
        }

        HoldPolicy told = PolicyFile.Read(file).Holds;
        Assert.Null(told.Refusal);
        Assert.Equal(section.Contains("people: 3", StringComparison.Ordinal) ? new HoldPolicy(2, 3, EvidenceGrade.LandlordOrUtility, NeedsLead: true) : HoldPolicy.Least, told);
    }

    [Fact]
    public void HowOldListsMayBeIsReadWhereAPolicySaysIt()
    {
        Assert.Equal(ListFreshness.Unsaid, PolicyFile.Read(FirstPath).Lists);
        string second = Path.Combine(SomeDelivery.Root, "models", "policy", "1.1.0.yaml");
        Assert.Equal(new ListFreshness(7, IsExempt: false), PolicyFile.Read(second).Lists);
        string wrong = Path.Combine(_folder, "1.1.0.yaml");
        File.WriteAllText(wrong, File.ReadAllText(second).Replace("freshness_days: 7", "freshness_days: 0", StringComparison.Ordinal));
        Assert.Contains("lists.freshness_days is '0'; accepted: a whole number from 1 to 365", Assert.Throws<PolicyException>(() => PolicyFile.Read(wrong)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("capacity:", "capasity:", "capasity unknown key; accepted: version, capacity, blend, typologies")]
    [InlineData("  alerts: 20 ", "  #", "capacity.alerts is missing; accepted: a whole number from 1 to 100000")]
    [InlineData("  alerts: 20 ", "  alerts: 0 ", "capacity.alerts is '0'; accepted: a whole number from 1 to 100000")]
    [InlineData("  alerts: 20 ", "  alerts: 20.5 ", "capacity.alerts is '20.5'; accepted: a whole number from 1 to 100000")]
    [InlineData("  alerts: 20 ", "  alerts: [20] ", "capacity.alerts expected one value, found a list")]
    [InlineData("  alerts: 20 ", "  alerts: 20\n  alarms: 3 ", "capacity.alarms unknown key; accepted: alerts, small_certain, small_certain_risk, exploration, minimum_risk")]
    [InlineData("small_certain_risk: 0.3", "small_certain_risk: 1.01", "capacity.small_certain_risk is '1.01'; accepted: a number from 0 to 1")]
    [InlineData("small_certain_risk: 0.3", "small_certain_risk: NaN", "capacity.small_certain_risk is 'NaN'; accepted: a number from 0 to 1")]
    [InlineData("small_certain_risk: 0.3", "small_certain_risk: \"0,3\"", "capacity.small_certain_risk is '0,3'; accepted: a number from 0 to 1")]
    [InlineData("small_certain_risk: 0.3", "small_certain_risk: ", "capacity.small_certain_risk is empty")]
    [InlineData("  minimum_risk: 0.005", "  #", "capacity.minimum_risk is missing")]
    [InlineData("prior_log_odds: -6 ", "prior_log_odds: 6 ", "blend.prior_log_odds is '6'; accepted: a number from -20 to 0")]
    [InlineData("usd_per_h100e: 33600", "usd_per_h100e: Infinity", "blend.usd_per_h100e is 'Infinity'; accepted: a number from 1 to 1000000000")]
    [InlineData("peer_minimum: 200", "peer_minimum: many", "blend.peer_minimum is 'many'; accepted: a whole number from 1 to 1000000")]
    [InlineData("E01: {weight: 6,", "E01: {weight: 21,", "typologies.E01.weight is '21'; accepted: a number from 0 to 20")]
    [InlineData("E01: {weight: 6, mandatory_hold: true,", "E01: {weight: 6,", "typologies.E01.mandatory_hold is missing; accepted: true, false")]
    [InlineData("E01: {weight: 6, mandatory_hold: true,", "E01: {weight: 6, mandatory_hold: yes,", "typologies.E01.mandatory_hold is 'yes'; accepted: true, false")]
    [InlineData("E01: {weight: 6, mandatory_hold: true, parameters: {}}", "E01: {weight: 6, mandatory_hold: true}", "typologies.E01.parameters is missing")]
    [InlineData("E01: {weight: 6, mandatory_hold: true, parameters: {}}", "E01: 6", "typologies.E01 expected keys and values, found one value")]
    [InlineData("ratio: 1.0,", "ratio: 0,", "typologies.T01.parameters.ratio is '0'; accepted: a number from 0.1 to 100")]
    [InlineData("ratio: 1.0,", "ratio: high,", "typologies.T01.parameters.ratio is 'high'; accepted: a number from 0.1 to 100")]
    [InlineData("ratio: 1.0,", "", "typologies.T01.parameters.ratio is missing; accepted: 0.1 to 100 (1)")]
    [InlineData("{growth: 10}", "{growth: 10, shrink: 3}", "typologies.T12.parameters.shrink is not a parameter; known: growth")]
    [InlineData("  T12:", "  T99:", "typologies.T99 is not a typology; known: T01, T02, ")]
    [InlineData("version: 1.0.0", "version: 1.0.1", "version is '1.0.1'; accepted: the file's name, 1.0.0")]
    [InlineData("version: 1.0.0", "#", "version is missing")]
    [InlineData("version: 1.0.0", "version: 1.0.0\nversion: 1.0.0", "not valid YAML")]
    [InlineData("version: 1.0.0", "version: [1.0.0", "not valid YAML")]
    public void WhatAPolicyMayNotSayIsNamedWithFileKeyValueAndWhatIsAccepted(string good, string bad, string sentence)
    {
        string text = File.ReadAllText(FirstPath);
        Assert.Equal(2, text.Split(good).Length);
        PolicyException thrown = Assert.Throws<PolicyException>(() => Read(text.Replace(good, bad, StringComparison.Ordinal)));
        Assert.StartsWith("1.0.0.yaml", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLineOfABadValueIsNamed()
    {
        string text = File.ReadAllText(FirstPath).Replace("to_revenue: 2.0", "to_revenue: -2", StringComparison.Ordinal);
        int line = text.Split('\n').ToList().FindIndex(l => l.Contains("to_revenue", StringComparison.Ordinal)) + 1;
        Assert.Equal($"1.0.0.yaml, line {line}: typologies.T14.parameters.to_revenue is '-2'; accepted: a number from 0.05 to 100", Assert.Throws<PolicyException>(() => Read(text)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- 1\n- 2\n")]
    [InlineData("just words")]
    [InlineData("\0\u0001\u0002")]
    public void AFileThatIsNoPolicyIsRefused(string text) =>
        Assert.StartsWith("1.0.0.yaml", Assert.Throws<PolicyException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void AFileThatIsNotThereIsNamed()
    {
        string path = Path.Combine(_folder, "2.0.0.yaml");
        Assert.Contains(path, Assert.Throws<PolicyException>(() => PolicyFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains(_folder, Assert.Throws<PolicyException>(() => PolicyFile.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherByteIsAnotherPolicy() =>
        Assert.NotEqual(PolicyFile.Read(FirstPath).Hash, Read(File.ReadAllText(FirstPath) + "\n").Hash);

    private Policy Read(string text)
    {
        string path = Path.Combine(_folder, "1.0.0.yaml");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return PolicyFile.Read(path);
    }
}
