namespace Screening.Simulation;

/// <summary>
/// Writes a world as the contracts' CSV deliveries: <c>history/&lt;dataset&gt;.csv</c>, <c>last-day/&lt;dataset&gt;.csv</c> and,
/// for judging only and never for the lake, <c>truth/diversions.csv</c>.
/// </summary>
public static class WorldWriter
{
    /// <summary>Tells the world's stories and writes each as it is told. Existing files of these names are replaced.</summary>
    public static WorldSummary Write(World world, string directory, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        foreach (string part in (string[])["history", "last-day", "truth"]) Directory.CreateDirectory(Path.Combine(directory, part));
        using DeliverySet files = new(directory, world.Options.LastDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        foreach (ProductRow product in world.Cast.Catalogue.All) files.Write(product);
        foreach (PlaceRow place in world.Cast.Atlas.Places) files.Write(place);
        foreach (RestrictedRow entry in world.Cast.Lists.Entries) files.Write(entry);
        foreach (PartRow part in world.Cast.Catalogue.BillOfMaterials()) files.Write(part);
        foreach (ControlEventRow rule in world.Cast.Rules.Rows) files.Write(rule);
        foreach (FxRow rate in FxRates.Of(world.Options)) files.Write(rate);
        long orders = 0, diverting = 0;
        foreach (Story story in world.Stories())
        {
            cancellation.ThrowIfCancellationRequested();
            files.Write(story);
            orders += story.Orders.Count;
            if (story.Truth is not null) diverting += story.Orders.Count;
        }

        return new(orders, diverting, world.CaseCount, files.Rows(delivery => delivery.HistoryRows), files.Rows(delivery => delivery.LastDayRows));
    }
}
