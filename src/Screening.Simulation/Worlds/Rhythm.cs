namespace Screening.Simulation;

/// <summary>When buyers of a kind order: growth and season of the family, and each kind's own habit.</summary>
internal sealed class Rhythm
{
    private readonly WorldOptions _options;
    private readonly double[] _densities;
    private readonly double _most;

    public Rhythm(WorldOptions options)
    {
        _options = options;
        double growth = options.Family.Value(Knobs.Growth), height = options.Family.Value(Knobs.SeasonHeight), peak = options.Family.Value(Knobs.SeasonPeak);
        _densities = new double[options.Days];
        for (int day = 0; day < options.Days; day++)
        {
            DateOnly date = options.FirstDay.AddDays(day);
            double turn = (date.DayOfYear / 365.25 - peak / 12) % 1;
            _densities[day] = PortableMath.Power(1 + growth, day / 365.25) * (1 + height * PortableMath.Sin(2 * Math.PI * (turn + 0.25)));
            _most = Math.Max(_most, _densities[day]);
        }
    }

    /// <summary>A day of the window, from <paramref name="first"/> on, by season, growth and the habit of the kind.</summary>
    /// <param name="chance">Draws.</param>
    /// <param name="kind">Kind of the buyer.</param>
    /// <param name="habit">A number of the buyer's own, from 0 to 1: when its phases, tranches and budget fall.</param>
    /// <param name="first">First day on which it may order, from 0.</param>
    public int Day(Chance chance, string kind, double habit, int first)
    {
        int last = _options.Days - 1, from = Math.Min(Math.Max(0, first), last);
        for (int tries = 0; ; tries++)
        {
            int day = chance.Between(from, last);
            DateOnly date = _options.FirstDay.AddDays(day);
            double weight = _densities[day] / _most * (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.1 : 1) * Habit(kind, habit, day, date, last);
            if (tries == 60 || chance.Odds(weight)) return day;
        }
    }

    private static double Habit(string kind, double habit, int day, DateOnly date, int last) => kind switch
    {
        // Tranches every four weeks.
        "hyperscaler" => (day + (int)(habit * 28)) % 28 < 5 ? 1 : 0.08,

        // Two building phases.
        "neocloud" => Math.Abs(day - last * (0.15 + 0.3 * habit)) < 18 || Math.Abs(day - last * (0.65 + 0.3 * habit)) < 22 ? 1 : 0.12,

        // Budgets that end with the academic or calendar year.
        "university" => (habit < 0.5 ? date.Month is 6 or 7 : date.Month is 11 or 12) ? 1 : 0.3,
        "government" => date.Month is 8 or 9 ? 1 : 0.3,

        // The end of a quarter.
        "enterprise" => date.Month % 3 == 0 ? 1 : 0.5,

        // The same day every week.
        "osat" or "material_buyer" => (int)date.DayOfWeek == 1 + (int)(habit * 4.999) ? 1 : 0.1,
        _ => 0.8,
    };
}
