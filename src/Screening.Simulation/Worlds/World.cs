namespace Screening.Simulation;

/// <summary>
/// An invented world of firms, orders and shipments, told story by story: a story is one party, or one case with its linked
/// parties. Only the parties that stories share and the plan of the cases are held; a story is told when it is asked for.
/// </summary>
/// <remarks>
/// This is a simulator. It shows whether code runs, scales, repeats and finds what was put in. It cannot show how well real
/// diversion is found: the schemes are the ones its authors thought of, each told more cleanly than life tells it; how often
/// they occur, how large they are and how they hide are assumptions; legitimate trade here is tidier and knows fewer reasons
/// for odd behaviour; nobody adapts to being caught; analysts err at random and not where cases are hard; and orders before the window do not exist, so that every customer's first
/// order in the window looks like its first order ever.
/// </remarks>
public sealed class World
{
    private readonly List<Case> _cases;
    private readonly BuyerStories _buyers;
    private readonly LookAlikes _lookAlikes;
    private readonly int _lookAlikeCount;
    private readonly int _buyerOrders;
    private readonly double _buyerWeight;
    private readonly PaperTrail _papers;
    private readonly Labels _labels;
    private readonly Blemishes _blemishes;

    private World(WorldOptions options)
    {
        Options = options;
        Cast = new(options);
        (_papers, _labels, _blemishes) = (new(Cast), new(Cast), new(Cast));
        _cases = Cases.Draw(options);
        _buyers = new(Cast);
        _lookAlikes = new(Cast);
        _lookAlikeCount = LookAlikes.Count(options, _cases.Count);
        _buyerOrders = Math.Max(0, options.Orders - _cases.Sum(one => one.Scheme.Orders) - LookAlikes.Orders(_lookAlikeCount));
        for (int i = 0; i < options.BuyerCount; i++) _buyerWeight += _buyers.Size(i).Weight;
    }

    /// <summary>What the world was asked to be.</summary>
    public WorldOptions Options { get; }

    /// <summary>Diversion cases in the world.</summary>
    public int CaseCount => _cases.Count;

    internal Cast Cast { get; }

    /// <summary>Plans a world; its stories are told while it is written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static World Generate(WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new(options);
    }

    /// <summary>All stories, cases and look-alikes spread evenly among the buyers. Each enumeration tells them anew and alike.</summary>
    internal IEnumerable<Story> Stories()
    {
        foreach (Story story in Cast.Roster.Stories) yield return story;
        int buyers = Options.BuyerCount, extras = _cases.Count + _lookAlikeCount, extra = 0;
        double weight = 0;
        for (int i = 0; i < buyers; i++)
        {
            int before = (int)(_buyerOrders * (weight / _buyerWeight));
            weight += _buyers.Size(i).Weight;
            int after = i == buyers - 1 ? _buyerOrders : (int)(_buyerOrders * (weight / _buyerWeight));
            yield return Finished(_buyers.Tell(i, after - before), StoryKind.Buyer, i, 1);
            for (; extra < (long)extras * (i + 1) / buyers; extra++) yield return Extra(extra);
        }
    }

    /// <summary>Cases and look-alikes by turns while there are both.</summary>
    private Story Extra(int number)
    {
        int paired = Math.Min(_cases.Count, _lookAlikeCount);
        bool isCase = number < 2 * paired ? number % 2 == 0 : _cases.Count > _lookAlikeCount;
        int position = number < 2 * paired ? number / 2 : number - paired;
        if (!isCase) return Finished(_lookAlikes.Tell(position), StoryKind.LookAlike, position, 4);
        Case one = _cases[position];
        Telling telling = new(Cast, StoryKind.Scheme, one.Index, one.Scheme.DayOn(one.Day, Cast));
        one.Scheme.Tell(telling);
        return Finished(telling.Story, StoryKind.Scheme, one.Index, 1);
    }

    // Papers, blemishes and labels of a story, each from draws of its own. Labels come after the blemishes: nobody's verdict is lost.
    private Story Finished(Story story, StoryKind kind, int index, double attention)
    {
        _papers.Add(story, new Chance(Options.Seed, kind, index, 11));
        _blemishes.Add(story, new Chance(Options.Seed, kind, index, 13));
        _labels.Add(story, new Chance(Options.Seed, kind, index, 17), attention);
        return story;
    }
}
