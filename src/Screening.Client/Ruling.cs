namespace Screening.Client;

/// <summary>What is to become of an order before it ships.</summary>
public enum Ruling
{
    /// <summary>It does not ship. First, so that whatever nobody set is a hold.</summary>
    Hold,

    /// <summary>Somebody looks before it ships.</summary>
    Review,

    /// <summary>It may ship.</summary>
    Release,
}
