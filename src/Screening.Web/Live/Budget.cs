using Screening.Policies;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>How many of the latest decisions were no release, against the policy's budget. An alarm changes no decision: it says that thresholds or the world did.</summary>
/// <param name="policy">The budget.</param>
internal sealed class Budget(DecisionPolicy policy)
{
    private readonly bool[] _wasStopped = new bool[policy.BudgetWindow];
    private readonly Lock _noting = new();
    private long _noted;
    private int _stopped;

    /// <summary>Share of the latest decisions that were reviews or holds; <c>null</c> before there was any.</summary>
    public double? Share
    {
        get
        {
            lock (_noting) return _noted == 0 ? null : (double)_stopped / Math.Min(_noted, _wasStopped.Length);
        }
    }

    /// <summary>Whether the window is full and the budget is passed.</summary>
    public bool IsPassed
    {
        get
        {
            lock (_noting) return _noted >= _wasStopped.Length && _stopped > policy.BudgetShare * _wasStopped.Length;
        }
    }

    /// <summary>Notes a decision.</summary>
    /// <returns>Whether the budget came to be passed by it, and was not before.</returns>
    public bool Note(Ruling ruling)
    {
        lock (_noting)
        {
            bool before = IsPassed;
            int at = (int)(_noted % _wasStopped.Length);
            if (_noted >= _wasStopped.Length && _wasStopped[at]) _stopped--;
            _wasStopped[at] = ruling != Ruling.Release;
            if (_wasStopped[at]) _stopped++;
            _noted++;
            return !before && IsPassed;
        }
    }
}
