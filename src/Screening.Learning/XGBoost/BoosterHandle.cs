using System.Runtime.InteropServices;

namespace Screening.Learning.XGBoost;

/// <summary>Owns a booster.</summary>
internal sealed class BoosterHandle : SafeHandle
{
    public BoosterHandle(nint native)
        : base(0, ownsHandle: true) => SetHandle(native);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => XGBoostNative.BoosterFree(handle) == 0;
}
