namespace Screening.Learning.XGBoost;

/// <summary>Tells libxgboost where a row-major array lies, in NumPy's array interface.</summary>
internal static class DenseArray
{
    public static unsafe string Of(double* values, int rows, int columns) => Of((nint)values, rows, columns, "<f8");

    public static unsafe string Of(float* values, int rows, int columns) => Of((nint)values, rows, columns, "<f4");

    private static string Of(nint address, int rows, int columns, string type) =>
        FormattableString.Invariant($$"""{"data":[{{(ulong)address}},true],"shape":[{{rows}},{{columns}}],"typestr":"{{type}}","version":3}""");
}
