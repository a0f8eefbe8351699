namespace Screening.Data.Store;

/// <summary>Something that can be searched.</summary>
/// <param name="CaseId">The case that it leads to.</param>
/// <param name="Kind">What it is: alert, note, evidence, attachment.</param>
/// <param name="Ref">Which one.</param>
/// <param name="Text">What it says.</param>
internal sealed record SearchDoc(string CaseId, string Kind, string Ref, string Text);
