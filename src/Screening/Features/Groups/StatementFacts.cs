using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What the end user said of an order, in statements that hold for all its orders or for this one, and in call-backs.</summary>
internal static class StatementFacts
{
    /// <summary>How many columns <see cref="Read"/> fills.</summary>
    public const int Count = 7;

    /// <summary>The features.</summary>
    /// <param name="nobody">When no end user is named.</param>
    public static IReadOnlyList<Feature> Features(string nobody)
    {
        const string Latest = "Of the latest statement signed by the end user, for all its orders or this one; of several signed on one day, the greatest: ";
        const string NoStatement = "no statement signed by the end user is known, for all its orders or this one";
        const string Source = "certificates", WithOrder = "certificates orders";
        return
        [
            new("end_user_statement_age_days", "paperwork", Latest + "days since it was signed", "d", 0, 100_000, $"{nobody}, or {NoStatement}", Source, "T19"),
            new("end_user_statement_days_left", "paperwork", Latest + "days until the end of the last day on which it holds, negative when that is over", "d", -100_000, 100_000, $"{nobody}, or {NoStatement}, or no end was agreed", Source, "T19"),
            new("end_user_denied", "paperwork", "1 when the end user, by the latest call-back that was answered, for all its orders or this one, denied or knew nothing, 0 when it confirmed; of several calls on one day, the greatest", "0 or 1", 0, 1, $"{nobody}, or it was never asked, or never answered", Source, "T18"),
            new("end_user_use_agreement", "paperwork", Latest + "how many of three agree with the order: application (equal to the stated end use, letter for letter), location (equal to the stated place of use, letter for letter, or, where either is not written, site in the country of destination), end user (it did not deny the statement)", "points", 0, 3, $"{nobody}, or {NoStatement}", WithOrder, "T06 T19"),
            new("end_user_use_disagreement", "paperwork", Latest + "how many of application and location are written in both statement and order and not equal letter for letter", "points", 0, 2, $"{nobody}, or {NoStatement}, or neither is written in both", WithOrder, "T06"),
            new("end_user_resale_ban", "paperwork", Latest + "whether the end user undertakes not to resell or re-export", "0 or 1", 0, 1, $"{nobody}, or {NoStatement}, or it does not say", Source, "T06 T19"),
            new("end_user_states_resale", "paperwork", Latest + "whether the goods are to be sold on or to leave the country again", "0 or 1", 0, 1, $"{nobody}, or {NoStatement}, or it does not say what becomes of them", Source, "T06"),
        ];
    }

    /// <summary>Fills the columns.</summary>
    /// <param name="log">The log.</param>
    /// <param name="reading">The look.</param>
    /// <param name="papers">The end user's statements and call-backs.</param>
    /// <param name="columns">The columns, all missing.</param>
    public static void Read(EventLog log, in Reading reading, RowsByOrder papers, Span<double> columns)
    {
        ReadOnlySpan<int> general = papers.General, own = papers.Of(reading.Order.Order);
        long signedAt = Math.Max(Latest(log, general, CertificateKind.Statement, reading.AsOf), Latest(log, own, CertificateKind.Statement, reading.AsOf));
        long answeredAt = Math.Max(Latest(log, general, CertificateKind.CallBack, reading.AsOf), Latest(log, own, CertificateKind.CallBack, reading.AsOf));
        for (int i = 0; i < general.Length + own.Length; i++)
        {
            ref readonly Certificate paper = ref log.Certificates[i < general.Length ? general[i] : own[i - general.Length]];
            if (!Says(paper)) continue;
            if (paper.Kind == CertificateKind.CallBack && paper.IssuedAt == answeredAt) columns[2] = Greater(columns[2], paper.Confirmed == false ? 1 : 0);
            if (paper.Kind == CertificateKind.Statement && paper.IssuedAt == signedAt) ReadStatement(paper, reading, columns);
        }
    }

    private static void ReadStatement(in Certificate paper, in Reading reading, Span<double> columns)
    {
        ref readonly OrderVersion order = ref reading.Order;
        columns[0] = (reading.AsOf - paper.IssuedAt) / (double)Micros.PerDay;
        if (paper.ValidTo != Missing.Moment) columns[1] = Greater(columns[1], (paper.ValidTo + Micros.PerDay - reading.AsOf) / (double)Micros.PerDay);
        bool hasUse = paper.Application != Missing.Symbol && order.EndUse != Missing.Symbol, sameUse = hasUse && paper.Application == order.EndUse;
        bool hasPlace = paper.Location != Missing.Symbol && order.EndUseLocation != Missing.Symbol;
        bool samePlace = hasPlace ? paper.Location == order.EndUseLocation : paper.SiteCountry != Missing.Symbol && paper.SiteCountry == order.DestinationCountry;
        columns[3] = Greater(columns[3], (sameUse ? 1 : 0) + (samePlace ? 1 : 0) + (paper.Confirmed == false ? 0 : 1));
        if (hasUse || hasPlace) columns[4] = Greater(columns[4], (hasUse && !sameUse ? 1 : 0) + (hasPlace && !samePlace ? 1 : 0));
        if (paper.ResaleBan is { } ban) columns[5] = Greater(columns[5], ban ? 1 : 0);
        if (paper.Disposition != GoodsDisposition.Unknown)
            columns[6] = Greater(columns[6], paper.Disposition is GoodsDisposition.Resale or GoodsDisposition.ReExport ? 1 : 0);
    }

    private static long Latest(EventLog log, ReadOnlySpan<int> papers, CertificateKind kind, long asOf)
    {
        long latest = Missing.Moment;
        foreach (int row in papers)
        {
            ref readonly Certificate paper = ref log.Certificates[row];
            if (paper.Kind == kind && Says(paper) && paper.IssuedAt <= asOf) latest = Math.Max(latest, paper.IssuedAt);
        }

        return latest;
    }

    private static bool Says(in Certificate paper) => paper.Kind == CertificateKind.CallBack ? paper.Confirmed is not null : paper.Signed == true;

    private static double Greater(double a, double b) => double.IsNaN(a) || b > a ? b : a;
}
