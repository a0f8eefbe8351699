using System.Globalization;
using Screening.Records;

namespace Screening.Policies;

/// <summary>
/// The exception for low processing performance: at most so many TPP per calendar year directly to one ultimate consignee, not to D:5, Macau
/// or distributors. Whole numbers throughout: 0.1496 against 0.150 H100e are 33 H20 at the limit.
/// </summary>
internal static class LowProcessingException
{
    public static LicenceAnswer Ask(LowProcessingDelivery delivery, Threshold? limit, CountryGroups countries, long at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delivery.Tpp);
        LicenceAnswer Answer(LicenceNeed need, string reason) => new(RegimeReading.Codified, need, reason, limit?.Citation ?? "", limit?.Verified ?? "");
        if (limit is null) return Answer(LicenceNeed.CannotTell, "the tables have no threshold low_processing.year_tpp for the day");
        if (delivery.Class is not (ControlClass.Part3A090A or ControlClass.System4A090A))
            return Answer(LicenceNeed.CannotTell, $"whether the exception reaches {delivery.Class.Text()} is not known here");
        if (countries.IsOfConcern(delivery.Destination, at)) return Answer(LicenceNeed.Needed, $"the exception does not reach {CountryCode.Text(delivery.Destination)}, in D:5 or Macau");
        if (delivery.IsDistributor == true) return Answer(LicenceNeed.Needed, "the exception does not reach distributors");
        if (delivery.IsDirect == false) return Answer(LicenceNeed.Needed, "the exception reaches only direct deliveries to the ultimate consignee");
        long told = checked(delivery.Tpp + (delivery.TppEarlierThisYear ?? 0));
        if (told > limit.Value) return Answer(LicenceNeed.Needed, $"{Whole(told)} TPP in the calendar year are more than {Whole((long)limit.Value)}");
        string? missing = delivery.Destination == Missing.Symbol ? "the country of destination"
            : delivery.IsDistributor is null ? "whether the ultimate consignee is a distributor"
            : delivery.IsDirect is null ? "whether the delivery is direct"
            : delivery.TppEarlierThisYear is null ? "the TPP earlier in the calendar year" : null;
        return missing is not null
            ? Answer(LicenceNeed.CannotTell, $"{missing} is missing")
            : Answer(LicenceNeed.NotNeeded, $"{Whole(told)} TPP in the calendar year are not more than {Whole((long)limit.Value)}");
    }

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
