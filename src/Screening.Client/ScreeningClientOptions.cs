namespace Screening.Client;

/// <summary>How the endpoint is called.</summary>
public sealed record ScreeningClientOptions
{
    /// <summary>Where it is, such as <c>https://screening.example:8443</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The seller's key.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Within what time there is an answer, repeats included; above 0. After it the order is held.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt may take; above 0.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait before the second attempt; doubled before each further one, shortened by chance to as little as half, and longer where the endpoint asks for it.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(100);
}
