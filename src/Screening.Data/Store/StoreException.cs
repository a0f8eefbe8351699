namespace Screening.Data.Store;

/// <summary>The store cannot be used as it is, or does not hold what was asked for.</summary>
public class StoreException(string message, Exception? inner = null) : Exception(message, inner);
