namespace Screening.Web.Live;

/// <summary>What a decision was made from.</summary>
/// <param name="Data">Snapshot of the lake, number and hash.</param>
/// <param name="Lists">Version of the restricted-party lists.</param>
/// <param name="FeatureSet">Id of the features.</param>
/// <param name="Policy">Policy, version and hash.</param>
/// <param name="Model">Model of risk.</param>
/// <param name="PeersBefore">Day before which the orders became known that are held to be usual.</param>
internal sealed record LiveVersions(string Data, string Lists, string FeatureSet, string Policy, string Model, DateOnly PeersBefore);
