namespace Screening.Simulation;

/// <summary>
/// Real ports and airports, the only facts of the world besides the accelerators. A port carries its UN/LOCODE; an airport
/// its IATA code, because UN/LOCODE gives one code to a city with both. Coordinates are rounded to a hundredth of a degree.
/// </summary>
internal sealed class Atlas
{
    private static readonly (string Id, string Name, string Country, string Kind, double Latitude, double Longitude)[] s_places =
    [
        ("SFO", "San Francisco International", "US", "airport", 37.62, -122.38), ("LAX", "Los Angeles International", "US", "airport", 33.94, -118.41),
        ("ORD", "Chicago O'Hare", "US", "airport", 41.98, -87.90), ("DFW", "Dallas/Fort Worth", "US", "airport", 32.90, -97.04),
        ("JFK", "New York John F. Kennedy", "US", "airport", 40.64, -73.78), ("ANC", "Anchorage", "US", "airport", 61.17, -150.00),
        ("USLAX", "Port of Los Angeles", "US", "port", 33.73, -118.26), ("USOAK", "Port of Oakland", "US", "port", 37.80, -122.30),
        ("YYZ", "Toronto Pearson", "CA", "airport", 43.68, -79.63), ("GRU", "São Paulo/Guarulhos", "BR", "airport", -23.44, -46.47),
        ("TPE", "Taiwan Taoyuan", "TW", "airport", 25.08, 121.23), ("TWKHH", "Port of Kaohsiung", "TW", "port", 22.61, 120.28),
        ("HKG", "Hong Kong International", "HK", "airport", 22.31, 113.92), ("HKHKG", "Port of Hong Kong", "HK", "port", 22.33, 114.13),
        ("SZX", "Shenzhen Bao'an", "CN", "airport", 22.64, 113.81), ("PVG", "Shanghai Pudong", "CN", "airport", 31.14, 121.81),
        ("CNSHA", "Port of Shanghai", "CN", "port", 31.23, 121.49), ("MFM", "Macau International", "MO", "airport", 22.15, 113.59),
        ("SIN", "Singapore Changi", "SG", "airport", 1.36, 103.99), ("SGSIN", "Port of Singapore", "SG", "port", 1.26, 103.84),
        ("KUL", "Kuala Lumpur International", "MY", "airport", 2.75, 101.71), ("PEN", "Penang", "MY", "airport", 5.30, 100.28),
        ("MYPKG", "Port Klang", "MY", "port", 3.00, 101.40), ("BKK", "Bangkok Suvarnabhumi", "TH", "airport", 13.68, 100.75),
        ("THLCH", "Laem Chabang", "TH", "port", 13.08, 100.88), ("SGN", "Ho Chi Minh City", "VN", "airport", 10.82, 106.65),
        ("HAN", "Hanoi Noi Bai", "VN", "airport", 21.22, 105.81), ("CGK", "Jakarta Soekarno-Hatta", "ID", "airport", -6.13, 106.66),
        ("NRT", "Tokyo Narita", "JP", "airport", 35.76, 140.39), ("JPYOK", "Port of Yokohama", "JP", "port", 35.45, 139.65),
        ("ICN", "Seoul Incheon", "KR", "airport", 37.46, 126.44), ("KRPUS", "Port of Busan", "KR", "port", 35.10, 129.04),
        ("DXB", "Dubai International", "AE", "airport", 25.25, 55.36), ("AEJEA", "Jebel Ali", "AE", "port", 25.01, 55.06),
        ("IST", "Istanbul", "TR", "airport", 41.28, 28.75), ("ALA", "Almaty", "KZ", "airport", 43.35, 77.04),
        ("TAS", "Tashkent", "UZ", "airport", 41.26, 69.28), ("TBS", "Tbilisi", "GE", "airport", 41.67, 44.95),
        ("EVN", "Yerevan Zvartnots", "AM", "airport", 40.15, 44.40), ("BOM", "Mumbai", "IN", "airport", 19.09, 72.87),
        ("BLR", "Bengaluru Kempegowda", "IN", "airport", 13.20, 77.71), ("SYD", "Sydney Kingsford Smith", "AU", "airport", -33.95, 151.18),
        ("FRA", "Frankfurt am Main", "DE", "airport", 50.03, 8.57), ("DEHAM", "Port of Hamburg", "DE", "port", 53.54, 9.97),
        ("AMS", "Amsterdam Schiphol", "NL", "airport", 52.31, 4.76), ("NLRTM", "Port of Rotterdam", "NL", "port", 51.95, 4.14),
        ("LUX", "Luxembourg", "LU", "airport", 49.63, 6.21), ("LHR", "London Heathrow", "GB", "airport", 51.47, -0.46),
        ("CDG", "Paris Charles de Gaulle", "FR", "airport", 49.01, 2.55), ("ARN", "Stockholm Arlanda", "SE", "airport", 59.65, 17.92),
        ("OSL", "Oslo Gardermoen", "NO", "airport", 60.19, 11.10),
    ];

    private readonly Dictionary<string, PlaceRow> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlaceRow[]> _airports;
    private readonly Dictionary<string, PlaceRow> _ports;
    private readonly Dictionary<string, double> _sines;

    public Atlas(DateTime knownAt)
    {
        Places = [.. s_places.Select(p => new PlaceRow(p.Id, p.Name, p.Country, p.Kind, p.Latitude, p.Longitude, knownAt))];
        foreach (PlaceRow place in Places) _byId.Add(place.Id, place);
        _airports = Places.Where(place => place.Kind == "airport" && place.Id != "ANC").GroupBy(place => place.Country, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        _ports = Places.Where(place => place.Kind == "port").GroupBy(place => place.Country, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        _sines = Places.ToDictionary(place => place.Id, place => PortableMath.Sin(Radians(place.Latitude)), StringComparer.Ordinal);
    }

    public PlaceRow[] Places { get; }

    public PlaceRow this[string id] => _byId[id];

    public IReadOnlyList<PlaceRow> Airports(string country) => _airports[country];

    public PlaceRow? Port(string country) => _ports.GetValueOrDefault(country);

    /// <summary>Great circle in km, from the chord through the Earth; within 1 % for any two places of the table.</summary>
    public double Kilometres(PlaceRow from, PlaceRow to)
    {
        const double Radius = 6371;
        (double x1, double y1, double z1) = Unit(from);
        (double x2, double y2, double z2) = Unit(to);
        double half = Math.Sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2) + (z1 - z2) * (z1 - z2)) / 2, square = half * half;
        double arcsine = 0, factor = 1, power = half;
        for (int k = 0; k < 24; k++)
        {
            arcsine += factor * power / (2 * k + 1);
            factor *= (2 * k + 1) / (2.0 * k + 2);
            power *= square;
        }

        return 2 * Radius * arcsine;
    }

    private (double X, double Y, double Z) Unit(PlaceRow place)
    {
        double z = _sines[place.Id], ring = Math.Sqrt(1 - z * z), longitude = Radians(place.Longitude);
        return (ring * PortableMath.Sin(longitude + Math.PI / 2), ring * PortableMath.Sin(longitude), z);
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);
}
