namespace Screening.Data.Ingest;

/// <summary>What OFAC's remarks say in their fixed phrases, separated by semicolons: weak aliases, dates of birth, numbers, nationalities. Everything else stays text.</summary>
internal sealed class OfacRemarks
{
    private const string Another = "alt. ";

    /// <summary>How a phrase begins that gives a number of an authority, a register or a maker. Telephones, mail and web addresses are none.</summary>
    private static readonly string[] IdentifierPhrases =
    [
        "Passport", "Diplomatic Passport", "Stateless Person Passport", "British National Overseas Passport", "Travel Document Number", "VisaNumberID", "Seafarer's Identification Document",
        "Cedula", "National ID No.", "National Foreign ID Number", "Tazkira National ID Card", "Personal ID Card", "Stateless Person ID Card", "Refugee ID Card", "Citizen's Card Number", "Kenyan ID No.",
        "Moroccan Personal ID No.", "Bosnian Personal ID No.", "Turkish Identification Number", "UAE Identification", "Identification Number", "Numero de Identidad", "Residency Number", "Immigration No.",
        "Birth Certificate Number", "Driver's License No.", "Pilot License Number", "Credencial electoral", "Electoral Registry No.", "Cartilla de Servicio Militar", "Interpol:", "SSN",
        "R.F.C.", "RFC", "C.U.R.P.", "CURP", "C.U.I.P.", "C.U.I.T.", "C.U.I.", "C.I.F.", "N.I.E.", "D.N.I.", "I.F.E.", "LE Number", "NIT #", "RUC #", "RIF #", "RTN", "CNP", "RSIN", "US FEIN",
        "Tax ID No.", "V.A.T. Number", "Italian Fiscal Code", "Fiscal Code", "Romanian Tax Registration", "Numero Unico de Identificacao Tributaria",
        "Registration Number", "Registration ID", "Company Number", "Company ID", "UK Company Number", "Business Registration", "Business Number", "Commercial Registry Number", "Public Registration Number",
        "Certificate of Incorporation Number", "Chamber of Commerce Number", "Dubai Chamber of Commerce Membership No.", "Istanbul Chamber of Comm. No.", "Central Registration System Number", "Enterprise Number",
        "Legal Entity Number", "Branch Unit Number", "United Social Credit Code", "Unified Social Credit Code", "Government Gazette Number", "Folio Mercantil No.", "Matricula Mercantil", "C.R. No.", "Romanian C.R.",
        "D-U-N-S Number", "Trade License No.", "Tourism License No.", "License", "Afghan Money Service Provider License Number", "MSB Registration Number", "Registered Charity No.", "SRE Permit No.", "File Number",
        "Serial No.", "SWIFT/BIC", "BIK", "Digital Currency Address",
        "Vessel Registration Identification", "International Maritime Organization No.", "MMSI", "Aircraft Tail Number", "Previous Aircraft Tail Number", "Aircraft Manufacturer's Serial Number",
        "Aircraft Construction Number", "Aircraft Serial Identification", "Aircraft Mode S Transponder Code",
    ];

    private static readonly (string Text, string Kind)[] Kinds = [("a.k.a. '", "aka"), ("f.k.a. '", "fka"), ("n.k.a. '", "nka")];
    private static readonly string[] Nationality = ["nationality ", "citizen "];

    private readonly List<Alias> _aliases = [];
    private readonly List<string> _datesOfBirth = [];
    private readonly List<string> _identifiers = [];
    private readonly List<string> _nationalities = [];

    private OfacRemarks(string? remarks)
    {
        foreach (var phrase in (remarks ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Take(phrase.StartsWith(Another, StringComparison.OrdinalIgnoreCase) ? phrase[Another.Length..] : phrase);
    }

    /// <summary>Names in quotes. OFAC gives a weak alias here and nowhere else.</summary>
    public IReadOnlyList<Alias> Aliases => _aliases;

    /// <summary>As published: "22 Jan 1962", "circa 1955", "1960 to 1965".</summary>
    public IReadOnlyList<string> DatesOfBirth => _datesOfBirth;

    /// <summary>As published, with what they are: "Passport A123 (Iran)".</summary>
    public IReadOnlyList<string> Identifiers => _identifiers;

    /// <summary>Countries of nationality and citizenship.</summary>
    public IReadOnlyList<string> Nationalities => _nationalities;

    /// <summary>Reads the remarks of a party and of its aliases; null has none.</summary>
    public static OfacRemarks Read(string? remarks) => new(remarks);

    private void Take(string phrase)
    {
        foreach (var (text, kind) in Kinds)
        {
            // A remark that was cut has no closing quote, and half a name is none.
            if (phrase.StartsWith(text, StringComparison.Ordinal) && Full(phrase) is [.., '\''] whole && whole.Length > text.Length + 1)
            {
                _aliases.Add(new Alias(whole[text.Length..^1], kind, Alias.Weak));
                return;
            }
        }
        if (phrase.StartsWith("DOB ", StringComparison.Ordinal)) _datesOfBirth.Add(Full(phrase)["DOB ".Length..]);
        else if (Array.Find(Nationality, n => phrase.StartsWith(n, StringComparison.Ordinal)) is { } word) _nationalities.Add(Full(phrase)[word.Length..]);
        else if (Array.Exists(IdentifierPhrases, i => phrase.StartsWith(i, StringComparison.Ordinal))) _identifiers.Add(Full(phrase));
    }

    /// <summary>Without the full stop of the whole remark.</summary>
    private static string Full(string phrase) => phrase.EndsWith('.') ? phrase[..^1] : phrase;
}
