namespace Screening.Simulation;

/// <summary>Sixty invented entries of two invented lists. The first fifty are known before the window begins.</summary>
internal sealed class RestrictedLists
{
    private static readonly (string Code, string Name, int Weight)[] s_countries =
        [("CN", "China", 24), ("HK", "Hong Kong", 10), ("RU", "Russia", 8), ("IR", "Iran", 5), ("AE", "United Arab Emirates", 4), ("TR", "Türkiye", 3), ("SG", "Singapore", 3), ("MY", "Malaysia", 3)];

    public RestrictedLists(WorldOptions options, Firms firms)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int i = 0; i < 60; i++)
        {
            Chance chance = new(options.Seed, StoryKind.List, i);
            (string code, string country, _) = s_countries[chance.Weighted([.. s_countries.Select(c => (double)c.Weight)])];
            string marker, core, trade;
            do
            {
                marker = chance.Pick(Names.Markers);
                core = chance.Pick(Names.ListedWords) + " " + chance.Pick(Names.Words);
                trade = chance.Pick(Names.ListedTrades);
            }
            while (!taken.Add(core));
            string name = $"{marker} {core} {trade} {Names.LegalForm(code)}";
            List<string> aliases = [];
            if (chance.Odds(0.8)) aliases.Add($"{core} {trade}");
            if (chance.Odds(0.5)) aliases.Add($"{marker} {core} Group");
            if (chance.Odds(0.3)) aliases.Add($"{core} Holdings {Names.LegalForm(code)}");
            DateTime knownAt = i < 50 ? firms.Start.AddDays(-chance.Between(30, 1800)) : firms.Start.AddDays(chance.Below((int)(firms.End - firms.Start).TotalDays));
            knownAt = knownAt.AddMinutes(chance.Between(400, 1100));
            bool denied = chance.Odds(0.25);
            Entries.Add(new($"{(denied ? "sim-dpl" : "sim-el")}-{i + 1:D3}", denied ? "sim-dpl" : "sim-el", name, aliases.Count == 0 ? null : string.Join(';', aliases),
                country, chance.Odds(0.7) ? Names.Address(chance) : null, chance.Odds(0.9) ? DateOnly.FromDateTime(knownAt).AddDays(-chance.Between(0, 3)) : null,
                FormattableString.Invariant($"Simulated notice {100 + i}"), "Invented entry of a simulated list.", knownAt));
            Codes.Add(code);
        }
    }

    public List<RestrictedRow> Entries { get; } = [];

    /// <summary>Country codes of the entries, in their order.</summary>
    public List<string> Codes { get; } = [];

    /// <summary>The number of an entry known before the window.</summary>
    public static int Known(Chance chance) => chance.Below(50);
}
