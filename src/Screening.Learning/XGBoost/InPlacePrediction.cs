using System.Text;

namespace Screening.Learning.XGBoost;

/// <summary>
/// libxgboost's fastest way to a margin: it reads a caller's array where it lies. The description of the array is written once, so that a measurement has nothing
/// of it in it.
/// </summary>
public sealed class InPlacePrediction
{
    // Missing is NaN; type 1 is the margin.
    private static readonly byte[] Config = [.. """{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"cache_id":0,"missing":NaN}"""u8, 0];

    private readonly Booster _booster;
    private readonly float[] _rows;
    private readonly byte[] _array;
    private readonly int _count;

    /// <summary>Prepares predictions of as many rows.</summary>
    public unsafe InPlacePrediction(Booster booster, int rows, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        _booster = booster;
        _count = rows;
        _rows = GC.AllocateArray<float>(rows * features, pinned: true);
        fixed (float* first = _rows) _array = Encoding.UTF8.GetBytes(DenseArray.Of(first, rows, features) + "\0");
    }

    /// <summary>Where the caller writes the rows: rows x features, row-major, NaN is missing.</summary>
    public Span<float> Rows => _rows;

    /// <summary>The margins of <see cref="Rows"/>; good until the next call.</summary>
    /// <exception cref="XGBoostException">libxgboost refuses.</exception>
    public unsafe ReadOnlySpan<float> Margins()
    {
        fixed (byte* array = _array)
        fixed (byte* config = Config)
        {
            XGBoostNative.Check(XGBoostNative.BoosterPredictInPlace(_booster.Handle, array, config, 0, out _, out _, out float* values));
            return new ReadOnlySpan<float>(values, _count);
        }
    }
}
