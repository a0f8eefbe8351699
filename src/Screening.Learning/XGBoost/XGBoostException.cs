namespace Screening.Learning.XGBoost;

/// <summary>libxgboost refused a call. The message is the first line of what it says; the rest, which is a trace of its own code, stands in <see cref="Detail"/>.</summary>
public sealed class XGBoostException(string detail) : Exception("XGBoost: " + FirstLine(detail))
{
    /// <summary>All that libxgboost says.</summary>
    public string Detail { get; } = detail;

    // "[15:20:11] ./src/data/data.cc:393: Check failed: ...": the moment and place are for its authors.
    private static string FirstLine(string detail)
    {
        string line = detail.Trim().Split('\n')[0].TrimEnd();
        int place = line.IndexOf(".cc:", StringComparison.Ordinal);
        int end = place < 0 ? -1 : line.IndexOf(": ", place + 1, StringComparison.Ordinal);
        return end < 0 ? line : line[(end + 2)..];
    }
}
