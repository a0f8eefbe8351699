using Screening.Data.Contracts;

namespace Screening.Web.Packs;

/// <summary>The lake from which packs are made.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Contracts">Contracts.</param>
internal sealed record PackLake(string Folder, ContractStore Contracts);
