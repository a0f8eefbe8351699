namespace Screening.Simulation;

/// <summary>Invented rules that tighten or loosen control, a few in a world: what hoarding and detours turn on. Real rules are not told, for the world is not real.</summary>
internal sealed class ControlRules
{
    private static readonly string[] s_classes = ["accelerator", "server", "memory", "packaging_material"];

    public ControlRules(WorldOptions options, Firms firms)
    {
        Chance chance = new(options.Seed, StoryKind.List, 1000);
        int days = (int)(firms.End - firms.Start).TotalDays;
        for (int i = 0; i < 8; i++)
        {
            // Two rules about servers and accelerators fall well within the window, where a window has room for that.
            bool isMain = i < 2;
            DateOnly effective = options.FirstDay.AddDays(isMain ? (int)(days * chance.Between(0.45, 0.8)) : -chance.Between(200, 1200));
            DateOnly announced = effective.AddDays(-chance.Between(2, 35));
            string kind = isMain ? s_classes[1 - i] : chance.Pick(s_classes);
            bool tightens = isMain || chance.Odds(0.75);
            Rows.Add(new(FormattableString.Invariant($"SIM-RULE-{i + 1}"), $"Simulated rule that {(tightens ? "tightens" : "loosens")} control of goods of class {kind}", tightens ? "tightened" : "loosened",
                kind, null, announced, effective, FormattableString.Invariant($"Simulated register, notice {200 + i}"), announced.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc)));
        }

        for (int i = 0; i < 6; i++)
            Rows.Add(Rows[0] with { Id = FormattableString.Invariant($"SIM-RULE-{i + 9}"), Title = "Simulated rule that loosens control of ordinary goods", Direction = "loosened", ProductClass = "other", EffectiveOn = options.FirstDay.AddDays(-100 * (i + 3)), AnnouncedOn = options.FirstDay.AddDays(-100 * (i + 3) - 10), KnownAt = firms.Start.AddDays(-100 * (i + 3) - 10).AddHours(12) });
    }

    public List<ControlEventRow> Rows { get; } = [];

    /// <summary>The day from which a tightening rule of a class of goods holds within the window.</summary>
    public DateOnly Effective(string productClass) => Rows.First(row => row.ProductClass == productClass).EffectiveOn;
}
