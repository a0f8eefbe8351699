namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>A transaction of the stream of "Reproducible Machine Learning for Credit Card Fraud Detection".</summary>
/// <param name="At">When it was made, in microseconds since 1970; the stream's moments are whole seconds.</param>
/// <param name="Customer">Number of the customer.</param>
/// <param name="Terminal">Number of the terminal.</param>
/// <param name="AmountCents">Amount in cents.</param>
/// <param name="IsFraud">What its label will say, once it is known.</param>
internal readonly record struct CardTransaction(long At, int Customer, int Terminal, long AmountCents, bool IsFraud);
