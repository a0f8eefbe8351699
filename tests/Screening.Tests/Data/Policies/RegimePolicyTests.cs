using System.Globalization;
using Screening.Data.Policies;
using Screening.Policies;
using Screening.Tests.Typologies;
using Xunit;

namespace Screening.Tests.Data.Policies;

public sealed class RegimePolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-policy-").FullName;

    private static string ShippedPath => Path.Combine(Path.GetDirectoryName(SomeRow.PolicyPath)!, "1.1.0.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void APolicyThatSaysNothingOfTheLawReadsItAsEnforcedAndKnowsNothingOfTheOwnershipRule()
    {
        Policy policy = SomeRow.ShippedPolicy;
        foreach (DateOnly day in new[] { DateOnly.MinValue, new DateOnly(2025, 11, 10), DateOnly.MaxValue })
            Assert.Equal((RegimeReading.Enforced, OwnershipRuleState.Unknown), (policy.ControlRegime.On(day), policy.OwnershipRule.On(day)));
    }

    [Fact]
    public void TheNewVersionIsTheOldOneWithMoreTypologiesAndWhatItSaysOfTheLaw()
    {
        static IEnumerable<string> Lines(string path) => File.ReadAllLines(path).Where(l => !l.StartsWith('#') && !l.StartsWith("version", StringComparison.Ordinal));
        string[] old = [.. Lines(SomeRow.PolicyPath)], now = [.. Lines(ShippedPath)];
        // Whatever stood in the old one stands in the new one, in its order.
        Assert.Equal(old, now.Where(old.Contains));
        int law = Array.FindIndex(now, l => l.StartsWith("control_regime:", StringComparison.Ordinal));
        Assert.Contains(old[^1], now[..law]);
        Assert.All(now[..law].Except(old), line => Assert.Matches("^  [TE][0-9]{2}: ", line));
        Assert.Equal("1.1.0", PolicyFile.Read(ShippedPath).Version);
    }

    [Theory]
    [InlineData("2025-09-28", OwnershipRuleState.Off)]
    [InlineData("2025-09-29", OwnershipRuleState.On)]
    [InlineData("2025-11-09", OwnershipRuleState.On)]
    [InlineData("2025-11-10", OwnershipRuleState.Suspended)]
    [InlineData("2026-11-09", OwnershipRuleState.Suspended)]
    [InlineData("2026-11-10", OwnershipRuleState.Unknown)]
    public void TheOwnershipRuleIsSwitchedByDay(string day, OwnershipRuleState expected)
    {
        Policy policy = PolicyFile.Read(ShippedPath);
        DateOnly on = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal((expected, RegimeReading.Enforced), (policy.OwnershipRule.On(on), policy.ControlRegime.On(on)));
    }

    [Fact]
    public void AReadingCountsFromItsDayOn()
    {
        Policy policy = Read("control_regime: [{reading: codified}, {from: 2025-05-13, reading: enforced}, {from: 2026-07-01, reading: codified}]");
        Assert.Equal(
            [RegimeReading.Codified, RegimeReading.Codified, RegimeReading.Enforced, RegimeReading.Enforced, RegimeReading.Codified],
            new[] { DateOnly.MinValue, new(2025, 5, 12), new(2025, 5, 13), new(2026, 6, 30), new(2026, 7, 1) }.Select(policy.ControlRegime.On));
    }

    [Fact]
    public void DaysBetweenPeriodsOfTheOwnershipRuleAreUnknown()
    {
        Policy policy = Read("ownership_rule: [{from: 2025-01-01, to: 2025-01-31, state: on}, {from: 2025-02-02, state: suspended}]");
        Assert.Equal(
            [OwnershipRuleState.Unknown, OwnershipRuleState.On, OwnershipRuleState.Unknown, OwnershipRuleState.Suspended],
            new DateOnly[] { new(2024, 12, 31), new(2025, 1, 31), new(2025, 2, 1), DateOnly.MaxValue }.Select(policy.OwnershipRule.On));
    }

    [Theory]
    [InlineData("control_regime: []", "control_regime is empty; accepted: at least one entry with a reading")]
    [InlineData("control_regime: [{reading: lax}]", "control_regime[0].reading is 'lax'; accepted: codified, enforced")]
    [InlineData("control_regime: [{}]", "control_regime[0].reading is missing")]
    [InlineData("control_regime: [{from: 2025-01-01, reading: codified}]", "control_regime[0].from is '2025-01-01'; accepted: none in the first entry, which counts from ever")]
    [InlineData("control_regime: [{reading: codified}, {reading: enforced}]", "accepted: yyyy-MM-dd")]
    [InlineData("control_regime: [{reading: codified}, {from: 2025-01-02, reading: enforced}, {from: 2025-01-02, reading: codified}]", "control_regime[2].from is '2025-01-02'; accepted: yyyy-MM-dd after 2025-01-02")]
    [InlineData("control_regime: [{reading: codified, until: 2025-01-01}]", "control_regime[0].until unknown key; accepted: from, reading")]
    [InlineData("control_regime: codified", "control_regime expected a list, found one value")]
    [InlineData("ownership_rule: []", "ownership_rule is empty; accepted: at least one entry with a state")]
    [InlineData("ownership_rule: [{state: maybe}]", "ownership_rule[0].state is 'maybe'; accepted: on, off, suspended, unknown")]
    [InlineData("ownership_rule: [{from: 2025-13-01, state: on}]", "ownership_rule[0].from is '2025-13-01'; accepted: yyyy-MM-dd")]
    [InlineData("ownership_rule: [{from: 2025-01-02, to: 2025-01-01, state: on}]", "ownership_rule[0].to is '2025-01-01'; accepted: yyyy-MM-dd from 2025-01-02")]
    [InlineData("ownership_rule: [{from: 2025-01-02, state: on}, {from: 2026-01-01, state: off}]", "ownership_rule[1].from is '2026-01-01'; accepted: nothing after an entry without 'to'")]
    [InlineData("ownership_rule: [{to: 2025-01-02, state: on}, {from: 2025-01-02, state: off}]", "ownership_rule[1].from is '2025-01-02'; accepted: yyyy-MM-dd after 2025-01-02")]
    [InlineData("ownership_rule: [{to: 2025-01-02, state: on}, {state: off}]", "ownership_rule[1].from is missing; accepted: yyyy-MM-dd after 2025-01-02")]
    public void WhatAPolicyMayNotSayOfTheLawIsNamed(string block, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<PolicyException>(() => Read(block)).Message, StringComparison.Ordinal);

    private Policy Read(string block)
    {
        string path = Path.Combine(_folder, "1.0.0.yaml");
        File.WriteAllText(path, File.ReadAllText(SomeRow.PolicyPath) + "\n" + block + "\n");
        return PolicyFile.Read(path);
    }
}
