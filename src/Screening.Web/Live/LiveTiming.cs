namespace Screening.Web.Live;

/// <summary>When things happen to an engine that serves.</summary>
/// <param name="Clock">Tells the time.</param>
/// <param name="Threads">Threads to load and to read deliveries with.</param>
/// <param name="FollowEvery">How often the lake is looked at for deliveries.</param>
/// <param name="WarmUpOrders">How many of the latest orders are looked at again before the first caller is answered; see <see cref="WarmUp"/>.</param>
/// <param name="Replicas">When the journals of other replicas are read.</param>
/// <param name="RefitPeers">Whether what is usual among peers is fitted anew when the day changes.</param>
internal sealed record LiveTiming(TimeProvider Clock, int Threads, TimeSpan FollowEvery, int WarmUpOrders, ReplicaTiming Replicas, bool RefitPeers);
