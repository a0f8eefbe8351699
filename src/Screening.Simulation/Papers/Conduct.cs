namespace Screening.Simulation;

/// <summary>How parties behave on paper and after delivery. What is null or false is as with anybody: drawn with the same odds for honest trade and for cases.</summary>
internal sealed record Conduct
{
    /// <summary>As anybody.</summary>
    public static Conduct Ordinary { get; } = new();

    /// <summary>What the end user answers when it is called; null: as anybody.</summary>
    public bool? Answer { get; init; }

    /// <summary>Age of the end user's latest statement on the day of the order; null: as anybody's, negative: none was given.</summary>
    public int? StatementAgeDays { get; init; }

    /// <summary>Use that the statement tells; null: the order's.</summary>
    public string? StatedUse { get; init; }

    /// <summary>Country of the place that the statement tells; null: the destination.</summary>
    public string? StatedCountry { get; init; }

    /// <summary>What becomes of the goods by the statement.</summary>
    public string? StatedDisposition { get; init; }

    /// <summary>Who pays.</summary>
    public PartyRow? PaidBy { get; init; }

    /// <summary>Country of the bank that pays.</summary>
    public string? PaidFrom { get; init; }

    /// <summary>How it is paid.</summary>
    public string? Method { get; init; }

    /// <summary>All of it is paid before the goods leave.</summary>
    public bool IsPrepaid { get; init; }

    /// <summary>What is paid over the order's value.</summary>
    public double Overpaid { get; init; } = 1;

    /// <summary>Share of what was delivered that counts find; null: as anybody's, negative: nobody is let in to count.</summary>
    public double? Accounted { get; init; }

    /// <summary>What delivered machines report.</summary>
    public DeviceFate Devices { get; init; }

    /// <summary>Country where machines are seen that went elsewhere.</summary>
    public string? SeenIn { get; init; }

    /// <summary>How orders come out of a hold.</summary>
    public Release Release { get; init; }

    /// <summary>Refuses audits and bonds.</summary>
    public bool RefusesAudit { get; init; }

    /// <summary>Who chooses the auditor; null: as anybody's.</summary>
    public string? AuditorChosenBy { get; init; }

    /// <summary>Somebody tells.</summary>
    public bool IsTold { get; init; }
}

/// <summary>What machines do after delivery.</summary>
internal enum DeviceFate
{
    /// <summary>As anybody's.</summary>
    Ordinary,

    /// <summary>They are never reported.</summary>
    Unreported,

    /// <summary>They report for a while and fall silent.</summary>
    Silent,

    /// <summary>An inspection sees them, then they fall silent.</summary>
    Staged,

    /// <summary>They report from another country.</summary>
    Elsewhere,
}

/// <summary>How a hold ends.</summary>
internal enum Release
{
    /// <summary>As anybody's, if there is one at all.</summary>
    Ordinary,

    /// <summary>On the customer's own papers within days.</summary>
    OnPapers,

    /// <summary>By sales against advice.</summary>
    BySales,
}
