namespace Screening.Risk.Trees;

/// <summary>A tree model contradicts itself or asks for what the evaluator does not do. The message is one sentence with the place and the value.</summary>
public sealed class TreeModelException(string message, Exception? inner = null) : Exception(message, inner);
