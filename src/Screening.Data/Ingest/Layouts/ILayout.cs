namespace Screening.Data.Ingest;

/// <summary>A published layout that is more than one plain table: its files become one record per listed party or filing.</summary>
internal interface ILayout
{
    /// <summary>What <c>source.format</c> of a mapping file says.</summary>
    string Name { get; }

    /// <summary>Names of the cells, in their order.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The records in the order of the main file. A piece that cannot be read goes to <paramref name="problem"/> and the reading goes on; records plus problems
    /// are all that came in. Nothing is complete until the sequence has ended: a file that turns out to be cut throws at its end.
    /// </summary>
    /// <param name="inputs">All files of the delivery, in any order; each is opened once or twice.</param>
    /// <param name="problem">Takes each piece that cannot be read.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">While it is read: a file is not what the layout expects; the message begins with its name.</exception>
    IEnumerable<LayoutRecord> Read(IReadOnlyList<LayoutInput> inputs, Action<LayoutProblem> problem, CancellationToken cancellation);
}
