namespace Screening.Learning.XGBoost;

/// <summary>Gives a row of a matrix.</summary>
/// <param name="row">Its number, from 0.</param>
/// <returns>One value for each feature; looked at until the next row is asked for.</returns>
public delegate ReadOnlySpan<double> MatrixRow(int row);
