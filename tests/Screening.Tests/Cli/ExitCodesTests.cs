using Screening.Cli;
using Screening.Data.DuckDb;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class ExitCodesTests
{
    [Fact]
    public void WhatDoesNotFitIntoMemoryIsOneSentenceAndNoErrorOfOurs()
    {
        var error = new DuckDbException("Out of Memory Error: failed to pin block of size 256.0 KiB (511.7 MiB/512.0 MiB used)\n\nPossible solutions:\n* Reducing the number of threads", "SELECT 1");
        Assert.Equal(
            (ExitCodes.Input, "what was asked for does not fit into the memory that DuckDB may take (Out of Memory Error: failed to pin block of size 256.0 KiB (511.7 MiB/512.0 MiB used)); give more with --memory, or fewer --threads"),
            ExitCodes.Of(error));
        Assert.Equal(ExitCodes.Internal, ExitCodes.Of(new DuckDbException("Internal Error: no", "SELECT 1")).Code);
    }
}
