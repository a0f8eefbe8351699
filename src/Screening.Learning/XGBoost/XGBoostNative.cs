using System.Runtime.InteropServices;
using Screening.Data.Native;

namespace Screening.Learning.XGBoost;

/// <summary>The functions of xgboost/c_api.h (1.7) that the binding calls. 0 is success; results belong to the handle that made them, until its next call.</summary>
internal static unsafe partial class XGBoostNative
{
    private const string Library = "xgboost";

    static XGBoostNative() => NativeLibraries.Register(typeof(XGBoostNative).Assembly);

    /// <summary>Throws what libxgboost says of the last failed call of this thread.</summary>
    /// <exception cref="XGBoostException">The call failed.</exception>
    public static void Check(int state)
    {
        if (state == 0) return;
        throw new XGBoostException(Marshal.PtrToStringUTF8(GetLastError()) ?? "libxgboost failed and does not say why");
    }

    [LibraryImport(Library, EntryPoint = "XGBGetLastError")]
    internal static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "XGDMatrixCreateFromDense", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MatrixFromDense(string array, string config, out nint matrix);

    [LibraryImport(Library, EntryPoint = "XGDMatrixFree")]
    internal static partial int MatrixFree(nint matrix);

    [LibraryImport(Library, EntryPoint = "XGDMatrixSetFloatInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MatrixSetFloats(MatrixHandle matrix, string field, float* values, ulong length);

    [LibraryImport(Library, EntryPoint = "XGBoosterCreate")]
    internal static partial int BoosterCreate(nint* matrices, ulong count, out nint booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterFree")]
    internal static partial int BoosterFree(nint booster);

    [LibraryImport(Library, EntryPoint = "XGBoosterSlice")]
    internal static partial int BoosterSlice(BoosterHandle booster, int begin, int end, int step, out nint slice);

    [LibraryImport(Library, EntryPoint = "XGBoosterBoostedRounds")]
    internal static partial int BoosterRounds(BoosterHandle booster, out int rounds);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetParam", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterSet(BoosterHandle booster, string name, string value);

    [LibraryImport(Library, EntryPoint = "XGBoosterSetStrFeatureInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterSetNames(BoosterHandle booster, string field, [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPUTF8Str)] string[] names, ulong count);

    [LibraryImport(Library, EntryPoint = "XGBoosterUpdateOneIter")]
    internal static partial int BoosterUpdate(BoosterHandle booster, int round, MatrixHandle matrix);

    [LibraryImport(Library, EntryPoint = "XGBoosterEvalOneIter")]
    internal static partial int BoosterEvaluate(BoosterHandle booster, int round, nint* matrices, nint* names, ulong count, out nint text);

    [LibraryImport(Library, EntryPoint = "XGBoosterPredictFromDMatrix", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterPredict(BoosterHandle booster, MatrixHandle matrix, string config, out ulong* shape, out ulong dimensions, out float* values);

    // Bytes with a final 0, so that a caller can prepare them once.
    [LibraryImport(Library, EntryPoint = "XGBoosterPredictFromDense")]
    internal static partial int BoosterPredictInPlace(BoosterHandle booster, byte* array, byte* config, nint matrix, out ulong* shape, out ulong dimensions, out float* values);

    [LibraryImport(Library, EntryPoint = "XGBoosterSaveModelToBuffer", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterSave(BoosterHandle booster, string config, out ulong length, out byte* bytes);

    [LibraryImport(Library, EntryPoint = "XGBoosterLoadModelFromBuffer")]
    internal static partial int BoosterLoad(BoosterHandle booster, byte* bytes, ulong length);
}
