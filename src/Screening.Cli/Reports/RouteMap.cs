using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Cli.Reports;

/// <summary>
/// The goods' ways over a graticule: legs as great circles, places numbered in the order of travel and named, hubs as squares, and the
/// straight way from the first place of a journey to its last dotted. Legs that follow upon each other are one journey; the same journey
/// twice is drawn once. There is no coastline: the tool carries no map of the land.
/// </summary>
internal static class RouteMap
{
    // The narrowest a map is shown; what does not collide there collides nowhere.
    private const double NarrowWidth = 340, NarrowHeight = NarrowWidth / 2;
    private const double LetterWidth = 6.6, LetterHeight = 14;
    private const int MostLetters = 22;

    /// <summary>Draws it.</summary>
    /// <returns>What is absent and so not drawn; <c>null</c> when drawn.</returns>
    public static string? Write(Html html, IReadOnlyList<RouteLeg> route)
    {
        RouteLeg[] legs = [.. route.Where(IsOnEarth)];
        if (legs.Length == 0) return "route (no shipment with known places)";

        List<Stop> stops = Stops(legs);
        List<RouteLeg[]> journeys = Journeys(legs);
        var ways = journeys.SelectMany(j => j).Distinct().Select(leg => GreatCircle.Along(From(leg), To(leg))).ToList();
        var direct = journeys.Where(j => j.Length > 1).Select(j => GreatCircle.Along(From(j[0]), To(j[^1]))).ToList();
        var window = new MapWindow([.. ways.SelectMany(w => w), .. direct.SelectMany(w => w)]);
        using (html.In("figure"))
        {
            html.Add("figcaption", "Route of the shipments");
            using (Picture.In(html, "map", "Route", string.Join(" ", legs.Distinct().Select(leg => $"From {leg.FromPlace} to {leg.ToPlace}{(leg.IsHub ? ", a known hub" : "")}."))))
            {
                Graticule(html, window);
                Picture.Path(html, "direct", direct.SelectMany(window.Strokes));
                Picture.Path(html, "leg", ways.SelectMany(window.Strokes));
                Places(html, stops, window);
            }

            html.Add("p", Lengths(journeys) + (legs.Any(l => l.IsHub) ? " A square is a known hub." : "") + " Land is not drawn.", ("class", "note"));
        }

        return null;
    }

    /// <summary>How far the goods went, of the journey that goes the longest way round.</summary>
    private static string Lengths(List<RouteLeg[]> journeys)
    {
        (RouteLeg[] journey, double travelled, double straight) = journeys
            .Select(j => (Journey: j, Travelled: j.Sum(leg => GreatCircle.Km(From(leg), To(leg))), Straight: GreatCircle.Km(From(j[0]), To(j[^1]))))
            .MaxBy(j => j.Travelled / Math.Max(1, j.Straight));
        string which = journeys.Count == 1 ? "" : $"{journeys.Count} journeys; the least direct: ";
        string way = $"{which}{Words.Number(travelled)} km in {Words.Count(journey.Length, "leg")}";
        return journey.Length == 1 ? way + "."
            : straight < 1 ? way + ", back to where it began."
            : travelled / straight < 1.05 ? way + ", close to the straight way (dotted)."
            : $"{way}; {Words.Number(straight)} km straight (dotted), {Words.Times(travelled / straight)} as far.";
    }

    private static List<RouteLeg[]> Journeys(RouteLeg[] legs)
    {
        var journeys = new List<List<RouteLeg>>();
        foreach (RouteLeg leg in legs)
        {
            if (journeys.Count > 0 && journeys[^1][^1] is var before && before.ToPlace == leg.FromPlace && To(before) == From(leg)) journeys[^1].Add(leg);
            else journeys.Add([leg]);
        }

        var distinct = new List<RouteLeg[]>();
        foreach (List<RouteLeg> journey in journeys)
        {
            if (!distinct.Any(known => known.SequenceEqual(journey))) distinct.Add([.. journey]);
        }

        return distinct;
    }

    private static void Graticule(Html html, MapWindow window)
    {
        foreach ((int degrees, double y) in window.Parallels())
        {
            html.Empty("line", ("class", degrees == 0 ? "middle" : "grid"), ("x1", "0"), ("x2", "100%"), ("y1", Figures.Share(y)), ("y2", Figures.Share(y)));
            if (y is > 0.08 and < 0.9) html.Add("text", degrees == 0 ? "equator" : $"{Math.Abs(degrees)}°{(degrees > 0 ? "N" : "S")}", ("x", "4"), ("y", Figures.Share(y)), ("dy", "-3"), ("class", "degrees"));
        }

        foreach ((int degrees, double x) in window.Meridians())
        {
            html.Empty("line", ("class", "grid"), ("x1", Figures.Share(x)), ("x2", Figures.Share(x)), ("y1", "0"), ("y2", "100%"));
            string name = degrees is 0 or -180 ? $"{Math.Abs(degrees)}°" : $"{Math.Abs(degrees)}°{(degrees > 0 ? "E" : "W")}";
            if (x is > 0.08 and < 0.92) html.Add("text", name, ("x", Figures.Share(x)), ("dx", "3"), ("y", "100%"), ("dy", "-4"), ("class", "degrees"));
        }
    }

    private static void Places(Html html, List<Stop> stops, MapWindow window)
    {
        List<Box> taken = [.. stops.Select(s => window.At(s.Place)).Select(p => new Box((p.X * NarrowWidth) - 5, (p.Y * NarrowHeight) - 5, 10, 10))];
        taken.AddRange(window.Parallels().Select(p => new Box(0, (p.Y * NarrowHeight) - LetterHeight, 40, LetterHeight)));
        foreach (Stop stop in stops)
        {
            (double x, double y) = window.At(stop.Place);
            (string along, string down) = (Figures.Share(x), Figures.Share(y));
            if (stop.IsHub) html.Empty("rect", ("class", "hub"), ("x", along), ("y", down), ("width", "9"), ("height", "9"), ("transform", "translate(-4.5 -4.5)"));
            else html.Empty("circle", ("class", stop.IsFirst ? "first" : "stop"), ("cx", along), ("cy", down), ("r", "4.5"));

            string name = Outside.Clamp(Outside.Text(stop.Label), MostLetters);
            (double dx, double dy, string anchor, Box box) = Room(x, y, name.Length * LetterWidth, taken);
            taken.Add(box);
            using (html.In("text", ("x", along), ("y", down), ("dx", Figures.Coordinate(dx)), ("dy", Figures.Coordinate(dy)), ("text-anchor", anchor), ("class", "place")))
                html.Text(name);
        }
    }

    // The first of the places around a mark where a name is inside the map and covers nothing; else the one that covers least.
    private static (double Dx, double Dy, string Anchor, Box Box) Room(double x, double y, double width, List<Box> taken)
    {
        (double Dx, double Dy, string Anchor, double Left)[] around =
        [
            (8, 4, "start", 8), (-8, 4, "end", -8 - width), (0, -9, "middle", -width / 2), (0, 18, "middle", -width / 2),
            (8, -8, "start", 8), (-8, -8, "end", -8 - width), (8, 16, "start", 8), (-8, 16, "end", -8 - width),
            (8, 30, "start", 8), (-8, 30, "end", -8 - width), (8, -22, "start", 8), (-8, -22, "end", -8 - width),
        ];
        return around
            .Select(a => (a.Dx, a.Dy, a.Anchor, Box: new Box((x * NarrowWidth) + a.Left, (y * NarrowHeight) + a.Dy - 11, width, LetterHeight)))
            .MinBy(a => a.Box.Outside(NarrowWidth, NarrowHeight) + taken.Sum(a.Box.Overlap));
    }

    private static List<Stop> Stops(RouteLeg[] legs)
    {
        var stops = new List<Stop>();
        void Visit(string name, (double, double) place, bool isHub)
        {
            int known = stops.FindIndex(s => s.Name == name && s.Place == place);
            if (known >= 0) stops[known] = stops[known] with { IsHub = stops[known].IsHub || isHub };
            else stops.Add(new Stop(stops.Count + 1, name, place, isHub));
        }

        foreach (RouteLeg leg in legs)
        {
            Visit(leg.FromPlace, From(leg), false);
            Visit(leg.ToPlace, To(leg), leg.IsHub);
        }

        return stops;
    }

    private static bool IsOnEarth(RouteLeg leg) =>
        Math.Abs(leg.FromLatitude) <= 90 && Math.Abs(leg.ToLatitude) <= 90 && Math.Abs(leg.FromLongitude) <= 360 && Math.Abs(leg.ToLongitude) <= 360;

    private static (double Latitude, double Longitude) From(RouteLeg leg) => (leg.FromLatitude, leg.FromLongitude);

    private static (double Latitude, double Longitude) To(RouteLeg leg) => (leg.ToLatitude, leg.ToLongitude);

    private readonly record struct Stop(int Number, string Name, (double Latitude, double Longitude) Place, bool IsHub)
    {
        public bool IsFirst => Number == 1;

        public string Label => $"{Number} {Name}";
    }

    private readonly record struct Box(double Left, double Top, double Width, double Height)
    {
        public double Overlap(Box other) =>
            Math.Max(0, Math.Min(Left + Width, other.Left + other.Width) - Math.Max(Left, other.Left))
            * Math.Max(0, Math.Min(Top + Height, other.Top + other.Height) - Math.Max(Top, other.Top));

        // Letters beyond the edge cannot be read at all, so they weigh ten times those that cover others.
        public double Outside(double width, double height)
        {
            double inside = Overlap(new Box(0, 0, width, height));
            return 10 * Math.Max(0, (Width * Height) - inside);
        }
    }
}
