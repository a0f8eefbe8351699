using System.Diagnostics.CodeAnalysis;

namespace Screening.Client;

/// <summary>The end user's statement for an order.</summary>
/// <param name="CertificateId">Its number.</param>
/// <param name="IssuedOn">Day it was signed.</param>
/// <param name="Signed">Whether the end user signed it.</param>
/// <param name="ValidFrom">First day it holds.</param>
/// <param name="ValidTo">Last day it holds.</param>
[SuppressMessage("Naming", "CA1720", Justification = "Whether somebody signed it, not a type")]
public sealed record OrderCertificate(string CertificateId, DateOnly IssuedOn, bool? Signed = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null);
