namespace Screening.Risk.Trees;

/// <summary>
/// A node as it is walked, 16 bytes: the number in <paramref name="Slot"/> at or below <paramref name="Threshold"/> goes to <paramref name="Left"/>, otherwise to
/// the node after it. A leaf leads to itself (its slot is always minus infinity) and keeps its value as threshold, so that trees can be walked side by side for as
/// many steps as the deepest has.
/// </summary>
internal readonly record struct PackedNode(double Threshold, int Left, int Slot);
