namespace Screening.Simulation;

/// <summary>Missing, late, wrong and corrected rows, at the family's rates and for everybody alike.</summary>
internal sealed class Blemishes(Cast cast)
{
    // What is wrong stays within what the contracts accept: beyond it a row would be refused, and the error with it.
    private const double MostUsd = 9e13;
    private const decimal MostPaidUsd = 9e10m;

    private readonly double _missing = cast.Family.Value(Knobs.Missing), _late = cast.Family.Value(Knobs.Late), _lateDays = cast.Family.Value(Knobs.LateDays);
    private readonly double _corrected = cast.Family.Value(Knobs.Corrected), _wrong = cast.Family.Value(Knobs.Wrong);

    /// <summary>Spoils a story that is told to its end.</summary>
    public void Add(Story story, Chance chance)
    {
        Spoil(story.Parties, chance, row => row with { Address = Kept(row.Address, chance), HeadquartersCountry = Kept(row.HeadquartersCountry, chance), Phone = Kept(row.Phone, chance) }, null, null, null);
        Spoil(story.BalanceSheets, chance, row => row with { CashUsd = Kept(row.CashUsd, chance), DepositsUsd = Kept(row.DepositsUsd, chance), RevenueUsd = Kept(row.RevenueUsd, chance) },
            (row, factor) => row with { AssetsUsd = (long)Math.Min(MostUsd, row.AssetsUsd * factor), RevenueUsd = row.RevenueUsd is { } revenue ? (long)Math.Min(MostUsd, revenue * factor) : null }, row => row.KnownAt, (row, at) => row with { KnownAt = at });
        Spoil(story.Capacity, chance, row => row with { Racks = Kept(row.Racks, chance) }, (row, factor) => row with { SitePowerKw = Math.Min(10_000_000, Math.Ceiling((row.SitePowerKw ?? 0) * factor)) },
            null, (row, at) => row with { KnownAt = at }, row => row.KnownAt);
        Spoil(story.Payments, chance, row => row with { PayerCountry = Kept(row.PayerCountry, chance), Method = Kept(row.Method, chance) },
            (row, factor) => row with { AmountUsd = Math.Min(MostPaidUsd, decimal.Round(row.AmountUsd * (decimal)factor, 2)) }, row => row.KnownAt, (row, at) => row with { KnownAt = at });
        Spoil(story.Certificates, chance, row => row with { Application = Kept(row.Application, chance), SiteCountry = Kept(row.SiteCountry, chance) }, null, row => row.KnownAt, (row, at) => row with { KnownAt = at });
        Spoil(story.Installations, chance, row => row with { Stock = Kept(row.Stock, chance) }, (row, factor) => row with { Installed = decimal.Floor((row.Installed ?? 0) * (decimal)factor) }, row => row.KnownAt, (row, at) => row with { KnownAt = at });
        Spoil(story.Devices, chance, row => row with { Country = Kept(row.Country, chance), PartyId = Kept(row.PartyId, chance) }, null, row => row.KnownAt, (row, at) => row with { KnownAt = at });
    }

    private string? Kept(string? value, Chance chance) => chance.Odds(_missing) ? null : value;

    private T? Kept<T>(T? value, Chance chance)
        where T : struct => chance.Odds(_missing) ? null : value;

    // Each row may lose cells; may be late where lateness orders nothing else; may be wrong by a factor for good, or until it is told again.
    private void Spoil<T>(List<T> rows, Chance chance, Func<T, T> lose, Func<T, double, T>? err, Func<T, DateTime>? delayed, Func<T, DateTime, T>? at, Func<T, DateTime>? knownAt = null)
    {
        int count = rows.Count;
        for (int i = 0; i < count; i++)
        {
            T row = lose(rows[i]);
            if (delayed is not null && chance.Odds(_late)) row = at!(row, delayed(row).AddDays(chance.Between(1, (int)_lateDays)));
            if (err is not null && chance.Odds(_wrong)) row = err(row, Factor(chance));
            else if (err is not null && chance.Odds(_corrected))
            {
                DateTime told = (knownAt ?? delayed)!(row), again = told.AddDays(chance.Between(1, 40)).AddMinutes(chance.Between(1, 600));
                if (again < cast.Firms.End)
                {
                    rows.Add(at!(row, again));
                    row = err(row, Factor(chance));
                }
            }

            rows[i] = row;
        }
    }

    // A comma slipped, or thousands and units were mixed up a little.
    private static double Factor(Chance chance) => chance.Odds(0.3) ? (chance.Odds(0.5) ? 10 : 0.1) : chance.LogBetween(0.5, 2);
}
