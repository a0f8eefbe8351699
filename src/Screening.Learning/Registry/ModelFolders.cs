namespace Screening.Learning.Registry;

/// <summary>Where models lie.</summary>
/// <param name="Own">The firm's own, with its champion.</param>
/// <param name="Starter">The one that is shipped, for as long as there is no champion.</param>
public sealed record ModelFolders(string Own, string Starter);
