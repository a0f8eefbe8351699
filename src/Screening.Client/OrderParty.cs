namespace Screening.Client;

/// <summary>A party by its id; the rest counts only for a party of which nothing is known yet, and needs the name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its registered name.</param>
/// <param name="Country">Its country, two capital letters of ISO 3166-1.</param>
/// <param name="Kind">What it is, in the words of the parties contract.</param>
/// <param name="Address">Its address.</param>
/// <param name="RegistrationNumber">Its number in the register.</param>
public sealed record OrderParty(string Id, string? Name = null, string? Country = null, string? Kind = null, string? Address = null, string? RegistrationNumber = null);
