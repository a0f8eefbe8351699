namespace Screening.Cli.Benchmarks;

/// <summary>What orders that were offered met with.</summary>
/// <param name="OfferedPerS">Orders offered a second; 0 where each connection sends its next order when the one before is answered.</param>
/// <param name="DecisionsPerS">Decisions answered a second, durable.</param>
/// <param name="P50Ms">Half were answered within so many milliseconds of the moment at which they were due to be sent.</param>
/// <param name="P99Ms">99 of 100.</param>
/// <param name="P999Ms">999 of 1,000.</param>
/// <param name="MostMs">All.</param>
/// <param name="SentLateP99Ms">99 of 100 were sent within so many milliseconds of when they were due: the load generator's own part, with waiting for one of its connections to be free.</param>
/// <param name="SlowSeconds">In how many seconds, by when orders were due, any took more than 10 ms: one stall makes one, however many orders it delays.</param>
/// <param name="NotDecided">Orders that were answered otherwise.</param>
/// <param name="DecisionsPerSync">Decisions that one sync of the journal made durable.</param>
/// <param name="ServerCpuUs">Processor time of the serving process for each order, in microseconds.</param>
/// <param name="ClientCpuUs">Processor time of the load generator for each order, in microseconds: it shares the machine.</param>
/// <param name="ServerCores">Cores that the serving process had on average: below what it needs, the machine was busy with something else.</param>
/// <param name="GcPauseMs">For how long, all together, the serving process stood still to collect garbage, in milliseconds.</param>
/// <param name="GcCollections">How many times it did.</param>
/// <param name="FullCollections">How many times all of its heap was collected, beside the orders.</param>
/// <param name="EngineWaitShare">Share of the time for which the thread that decides was ready to run and another had its core: what the machine adds.</param>
/// <param name="LoadAverage">Load average of the machine at the end.</param>
internal sealed record LoadMeasured(
    double OfferedPerS, double DecisionsPerS, double P50Ms, double P99Ms, double P999Ms, double MostMs, double SentLateP99Ms, int SlowSeconds, int NotDecided, double DecisionsPerSync, double ServerCpuUs, double ClientCpuUs,
    double ServerCores, double GcPauseMs, int GcCollections, int FullCollections, double EngineWaitShare, double LoadAverage);

/// <summary>What the endpoint does under load.</summary>
/// <param name="Orders">Rows of order lines in memory at the start.</param>
/// <param name="Parties">Tellings of parties in memory at the start.</param>
/// <param name="DecisionsPerS">Decisions answered a second at the greatest rate that was offered, durable.</param>
/// <param name="P50Ms">At the greatest rate; see <see cref="LoadMeasured"/>.</param>
/// <param name="P99Ms">At the greatest rate.</param>
/// <param name="P999Ms">At the greatest rate.</param>
/// <param name="DryRunP50Ms">Half of dry runs at 1,000 a second.</param>
/// <param name="DryRunP99Ms">99 of 100.</param>
/// <param name="DryRunSentLateP99Ms">See <see cref="LoadMeasured.SentLateP99Ms"/>.</param>
/// <param name="BatchDelayP99Ms">By how much batches of 1,000, one after the other, delay 99 of 100 single orders at 200 a second, in milliseconds.</param>
/// <param name="LoadSeconds">From start to readiness.</param>
/// <param name="MemoryMb">Resident memory of the serving process when ready.</param>
/// <param name="HeapMb">Of it, the managed heap.</param>
/// <param name="LargePagesMb">Of the process's memory, what lay in large pages then.</param>
/// <param name="PeakMb">Its peak, at the end.</param>
/// <param name="Saturation">With 64 connections that each send the next order when the one before is answered.</param>
/// <param name="Rates">At each rate.</param>
/// <param name="MemoryMbOverTime">Resident memory at ten moments of the longest load, evenly spread.</param>
internal sealed record ServeMeasured(
    long Orders, long Parties, double DecisionsPerS, double P50Ms, double P99Ms, double P999Ms, double DryRunP50Ms, double DryRunP99Ms, double DryRunSentLateP99Ms, double BatchDelayP99Ms, double LoadSeconds, double MemoryMb, double HeapMb,
    double LargePagesMb, double PeakMb, LoadMeasured Saturation, IReadOnlyList<LoadMeasured> Rates, IReadOnlyList<double> MemoryMbOverTime);
