using System.Runtime.InteropServices;

namespace Screening.Features;

/// <summary>What is kept of an order where orders are looked at one by one and not as a sum.</summary>
/// <param name="At">When it was placed.</param>
/// <param name="Tpp">What it amounts to in total processing performance.</param>
/// <param name="Order">Order symbol.</param>
/// <param name="Purchaser">Party that bought.</param>
/// <param name="Seller">Party that sold.</param>
/// <param name="EndUser">Party that uses the goods, or <see cref="Records.Missing.Symbol"/>.</param>
/// <param name="Product">Product of its line of greatest value.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecentOrder(long At, long Tpp, int Order, int Purchaser, int Seller, int EndUser, int Product);
