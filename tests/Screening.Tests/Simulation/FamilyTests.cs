using System.Reflection;
using Screening.Simulation;
using Xunit;

namespace Screening.Tests.Simulation;

public sealed class FamilyTests
{
    // Knobs of the world, of schemes, and the weights that are made by name.
    private static List<Knob> Knobs =>
    [
        .. typeof(World).Assembly.GetTypes().SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)).Where(one => one.FieldType == typeof(Knob)).Select(one => (Knob)one.GetValue(null)!),
        .. Cases.Names.Select(name => Screening.Simulation.Knobs.Weight("scheme." + name)), Screening.Simulation.Knobs.Weight("country.US"), Screening.Simulation.Knobs.Weight("kind.university"),
    ];

    [Fact]
    public void NoTwoFamiliesShareAValueOfAParameter()
    {
        Assert.True(Knobs.Count > 100, $"only {Knobs.Count} parameters");
        Assert.Distinct(Knobs.Select(knob => knob.Name));
        foreach (Knob knob in Knobs)
        {
            (double Low, double High)[] parts = [.. WorldFamily.All.SelectMany(family => family.Parts(knob)).Order()];
            Assert.Equal(Knob.Parts, parts.Length);
            for (int i = 1; i < parts.Length; i++) Assert.True(parts[i - 1].High <= parts[i].Low + 1e-12, $"{knob.Name}: parts overlap");
            Assert.Equal(knob.Low, parts[0].Low, 1e-9);
            Assert.Equal(knob.High, parts[^1].High, 1e-9);
        }
    }

    [Fact]
    public void WhatAFamilyDrawsLiesInItsOwnParts()
    {
        Chance chance = new((ulong)TestSeed.Value, StoryKind.Scheme, 0);
        foreach (Knob knob in Knobs)
        {
            foreach (WorldFamily family in WorldFamily.All)
            {
                (double Low, double High)[] parts = [.. family.Parts(knob)];
                for (int i = 0; i < 20; i++)
                {
                    double drawn = family.Draw(chance, knob);
                    Assert.Contains(parts, part => drawn >= part.Low - 1e-9 && drawn <= part.High + 1e-9);
                }

                Assert.Contains(parts, part => family.Value(knob) > part.Low && family.Value(knob) < part.High);
            }
        }
    }

    [Fact]
    public void NoFamilyIsAlwaysLargeOrAlwaysSmall()
    {
        foreach (WorldFamily family in WorldFamily.All)
            Assert.InRange(Knobs.Average(knob => (family.Parts(knob).First().Low - knob.Low) / (knob.High - knob.Low)), 0.2, 0.6);
    }

    [Fact]
    public void AFamilyDrawsBalanceSheetsThatNoOtherDraws()
    {
        var seen = new Dictionary<CompanyRatio, string>();
        foreach (WorldFamily family in WorldFamily.All)
        {
            CompanyRatios ratios = new(family);
            Chance chance = new(3, StoryKind.Scheme, 0);
            HashSet<CompanyRatio> own = [.. Enumerable.Range(0, 2000).Select(_ => ratios.Draw(chance))];
            Assert.InRange(own.Count, 60, 379);
            foreach (CompanyRatio ratio in own) Assert.True(seen.TryAdd(ratio, family.Name), $"{family} draws what {seen.GetValueOrDefault(ratio)} draws");
        }

        Assert.Equal(379, seen.Count);
    }

    [Fact]
    public void AnUnknownFamilyIsNamed() => Assert.Contains("A, B, C, D", Assert.Throws<ArgumentOutOfRangeException>(() => WorldFamily.Of("Z")).Message, StringComparison.Ordinal);
}
