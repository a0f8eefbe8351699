namespace Screening.Simulation;

/// <summary>What becomes known of goods after delivery: counts at sites, and reports of a sample of the machines.</summary>
internal sealed class AfterDelivery(Cast cast)
{
    private static readonly string[] s_grades = ["self_declared", "customer_document", "registry", "landlord_or_utility", "site_visit"];
    private static readonly string[] s_elsewhere = ["SG", "MY", "US", "TW", "HK"];
    private readonly double _counted = cast.Family.Value(Knobs.Counted), _reporting = cast.Family.Value(Knobs.Reporting), _silence = cast.Family.Value(Knobs.HonestSilence);

    public void Add(Story story, Chance chance, PartyRow user, List<TradeOrder> orders)
    {
        List<TradeOrder> delivered = [.. orders.Where(order => order.HasCompute && order.IsShipped && order.Legs[^1].ArrivalKnownAt < cast.Firms.End)];
        if (delivered.Count == 0) return;
        AddCounts(story, chance, user, delivered);
        Conduct conduct = story.Conduct;
        bool isForced = conduct.Devices is DeviceFate.Silent or DeviceFate.Staged or DeviceFate.Elsewhere;
        if (conduct.Devices == DeviceFate.Unreported || !chance.Odds(isForced ? 0.85 : _reporting)) return;

        // Machines behind an air gap, or switched off between two tenants, fall silent without any guilt.
        DeviceFate fate = conduct.Devices != DeviceFate.Ordinary ? conduct.Devices : chance.Odds(_silence) ? DeviceFate.Silent : chance.Odds(0.01) ? DeviceFate.Elsewhere : DeviceFate.Ordinary;
        bool isRigid = chance.Odds(0.6);
        foreach (TradeOrder order in delivered) AddReports(story, chance, user, order, fate, isRigid);
    }

    private void AddCounts(Story story, Chance chance, PartyRow user, List<TradeOrder> delivered)
    {
        Conduct conduct = story.Conduct;
        if (conduct.Accounted < 0 || !chance.Odds(conduct.Accounted is null ? _counted : 0.85)) return;
        bool isLax = chance.Odds(0.06);
        for (DateTime on = delivered[0].Legs[^1].ArrivedAt.AddDays(chance.Between(8, 60)); on < cast.Firms.End; on = on.AddDays(chance.Between(75, 200)))
        {
            DateTime knownAt = on.Date.AddDays(chance.Between(1, 9)).AddMinutes(chance.Between(480, 1000));
            string site = PaperTrail.Site(story, user, knownAt)?.SiteId ?? "STORE-" + user.Id[2..], grade = s_grades[chance.Weighted([0.3, 0.25, 0.05, 0.15, 0.25])];
            foreach (IGrouping<ProductRow, TradeOrder> product in delivered.Where(order => order.Legs[^1].ArrivedAt <= on).GroupBy(order => order.Versions[^1].Lines[0].Product))
            {
                decimal units = product.Sum(order => order.Versions[^1].Status == "returned" ? 0 : order.Versions[^1].Lines[0].Quantity);
                double found = conduct.Accounted ?? (isLax ? chance.Between(0.4, 0.9) : chance.Odds(0.8) ? 1 : chance.Between(0.9, 1));
                decimal there = decimal.Floor(units * (decimal)Math.Round(found, 4)), stock = decimal.Floor(there * (decimal)Math.Round(chance.Odds(0.5) ? 0 : chance.Between(0.0, 0.35), 4));
                story.Installations.Add(new(site, product.Key.Id, DateOnly.FromDateTime(on), user.Id, there - stock, stock, chance.Odds(0.7) ? null : 0,
                    chance.Odds(0.6) ? null : chance.Odds(0.93) ? 0 : decimal.Floor(units * 0.05m), grade, knownAt));
            }
        }
    }

    private void AddReports(Story story, Chance chance, PartyRow user, TradeOrder order, DeviceFate fate, bool isRigid)
    {
        OrderLine line = order.Versions[^1].Lines[0];
        if (line.Product.Tpp is not > 0) return;
        int devices = (int)Math.Min(line.Quantity, chance.Between(3, 8));
        DateTime came = order.Legs[^1].ArrivedAt;
        string country = order.Versions[^1].To?.DestinationCountry ?? order.DestinationCountry, elsewhere = story.Conduct.SeenIn ?? chance.Pick(s_elsewhere);
        int month = chance.Between(22, 34);
        for (int device = 1; device <= devices; device++)
        {
            string serial = $"SN{order.Id[3..]}{device:D2}";
            bool isOdd = fate != DeviceFate.Ordinary && chance.Odds(0.85);
            int number = 0;
            Row("delivery_scan", came.AddMinutes(chance.Between(30, 900)), true, null, country);
            if (fate == DeviceFate.Staged || (isRigid && chance.Odds(0.12))) Row("inspection", came.AddDays(chance.Between(12, 24)), true, true, country);
            int quietFrom = fate == DeviceFate.Staged ? 26 : chance.Between(20, 60);
            for (int report = 1; report <= 4; report++)
            {
                DateTime at = came.AddDays(report * month + chance.Between(-3, 3)).AddMinutes(chance.Below(1400));
                if (at >= cast.Firms.End) break;
                double age = (at - came).TotalDays;
                if (isOdd && fate is DeviceFate.Silent or DeviceFate.Staged && age > quietFrom)
                {
                    if (fate == DeviceFate.Staged || chance.Odds(0.6)) Row(chance.Odds(0.6) ? "location_check" : "telemetry", at, false, null, null);
                    if (report > 2) break;
                    continue;
                }

                Row("telemetry", at, chance.Odds(0.985), null, isOdd && fate == DeviceFate.Elsewhere && age > quietFrom ? elsewhere : country);
            }

            void Row(string kind, DateTime at, bool online, bool? installed, string? seen)
            {
                DateTime knownAt = Firms.Later(at.AddMinutes(chance.Between(1, 600)), order.Versions[0].KnownAt.AddMinutes(30));
                story.Devices.Add(new($"DR-{order.Id[3..]}-{device}-{++number}", serial, line.Product.Id, chance.Odds(0.92) ? order.Id : null, chance.Odds(0.9) ? user.Id : null, kind, at,
                    seen == country && kind is "inspection" or "telemetry" ? PaperTrail.Site(story, user, knownAt)?.SiteId : null, seen, online, installed,
                    kind == "inspection" ? chance.Pick(cast.Roster.Auditors).Name : null, kind == "inspection" ? "site_visit" : chance.Odds(0.5) ? "self_declared" : null, knownAt));
            }
        }
    }
}
