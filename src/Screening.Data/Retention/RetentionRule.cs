namespace Screening.Data.Retention;

/// <summary>How long rows of a dataset are kept.</summary>
/// <param name="Dataset">Which.</param>
/// <param name="KeepDays">Days since a row's key was told of last; for rows of an order, in every dataset, the rule of <c>orders</c> counts, since anything of it was told last.</param>
/// <param name="IncludesCurrent">Whether the newest version of a key goes too; no matter for rows of an order.</param>
/// <param name="BelowFiveYears">Why less than five years are enough; <c>null</c> where they are kept.</param>
public sealed record RetentionRule(string Dataset, int KeepDays, bool IncludesCurrent, string? BelowFiveYears);

/// <summary>What may not go, whatever its age.</summary>
/// <param name="Party">A party, with every order it is named in and every party named in those; or <c>null</c>.</param>
/// <param name="Order">An order, with every party named in it; or <c>null</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who placed it.</param>
/// <param name="Since">Since when.</param>
public sealed record LegalHold(string? Party, string? Order, string Reason, string By, DateOnly Since);

/// <summary>How long files are kept that are no data of the lake.</summary>
/// <param name="Folder">Which.</param>
/// <param name="KeepDays">Days since a file was written.</param>
public sealed record FileRule(string Folder, int KeepDays);
