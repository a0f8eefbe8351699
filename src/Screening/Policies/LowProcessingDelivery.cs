using Screening.Records;

namespace Screening.Policies;

/// <summary>A delivery that asks for the exception for low processing performance.</summary>
/// <param name="Class">The product's class.</param>
/// <param name="Tpp">TPP of the delivery, from 0.</param>
/// <param name="TppEarlierThisYear">TPP that went to the same ultimate consignee under the exception in the same calendar year, from 0; <c>null</c> is not known.</param>
/// <param name="Destination">Country of destination; <see cref="Missing.Symbol"/> is not known.</param>
/// <param name="IsDirect">Whether it goes straight to the ultimate consignee.</param>
/// <param name="IsDistributor">Whether the ultimate consignee is a distributor.</param>
public sealed record LowProcessingDelivery(ControlClass Class, long Tpp, long? TppEarlierThisYear, int Destination, bool? IsDirect, bool? IsDistributor);
