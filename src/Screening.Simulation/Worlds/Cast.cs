namespace Screening.Simulation;

/// <summary>What every story is told with.</summary>
internal sealed class Cast
{
    public Cast(WorldOptions options)
    {
        Options = options;
        Numbering = new(options.Seed);
        Firms = new(options, Numbering);
        DateTime facts = Firms.Start.AddDays(-420).AddHours(8);
        Atlas = new(facts);
        Catalogue = new(facts, options.Family);
        Ratios = new(options.Family);
        Rules = new(options, Firms);
        Roster = new(options, Firms, Atlas);
        Lists = new(options, Firms);
        Trade = new(Firms, Atlas, Roster, options.Family);
    }

    public WorldOptions Options { get; }

    public Numbering Numbering { get; }

    public Firms Firms { get; }

    public Atlas Atlas { get; }

    public Catalogue Catalogue { get; }

    public CompanyRatios Ratios { get; }

    public ControlRules Rules { get; }

    public WorldFamily Family => Options.Family;

    public Roster Roster { get; }

    public RestrictedLists Lists { get; }

    public Trade Trade { get; }
}
