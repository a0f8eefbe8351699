using System.Runtime.InteropServices;

namespace Screening.Learning.XGBoost;

/// <summary>Owns a DMatrix.</summary>
internal sealed class MatrixHandle : SafeHandle
{
    public MatrixHandle(nint native)
        : base(0, ownsHandle: true) => SetHandle(native);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => XGBoostNative.MatrixFree(handle) == 0;
}
