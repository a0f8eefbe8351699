using Screening.Data.Contracts;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Contracts;

/// <summary>What each sign of diversion is read from has a column, whether or not a feature reads it yet.</summary>
public sealed class TypologyDataTests
{
    [Theory]
    [InlineData("T01", "orders.quantity capacity.site_power_kw capacity.power_usage_effectiveness capacity.line_output_per_month capacity.line_product_id capacity.evidence_grade products.system_power_w products.unit_of_measure bill_of_materials.quantity installations.installed_units installations.retired_units certificates.site_power_mw")]
    [InlineData("T02", "parties.incorporated_on orders.value_usd")]
    [InlineData("T03", "party_events.kind party_events.happened_on party_events.share_changed party_events.share_held")]
    [InlineData("T04", "orders.ordered_at products.tpp bill_of_materials.part_role")]
    [InlineData("T05", "orders.destination_country orders.ship_to_country shipments.to_country places.kind")]
    [InlineData("T06", "orders.end_use orders.end_use_location parties.line_of_business certificates.application certificates.location certificates.party_id")]
    [InlineData("T07", "products.tpp products.performance_density bill_of_materials.part_id products.transistors_bn products.memory_gb")]
    [InlineData("T08", "orders.packaging_country orders.assembly_country orders.deployment_country orders.intermediate_consignee_id")]
    [InlineData("T09", "shipments.quantity installations.installed_units installations.stock_units installations.passed_on_units")]
    [InlineData("T10", "control_events.announced_on control_events.effective_on control_events.product_class")]
    [InlineData("T11", "control_events.country control_events.eccn orders.destination_country")]
    [InlineData("T12", "balance_sheets.total_assets_usd balance_sheets.period_end")]
    [InlineData("T13", "balance_sheets.customer_deposits_usd payments.payer_id payments.payer_country payments.refundable orders.payer_id")]
    [InlineData("T14", "balance_sheets.revenue_usd balance_sheets.audited orders.currency fx_rates.usd_per_unit")]
    [InlineData("T15", "orders.seller_id orders.value_usd")]
    [InlineData("T16", "orders.purchaser_id orders.ordered_at")]
    [InlineData("T17", "parties.address parties.address_kind parties.address_evidence device_reports.kind")]
    [InlineData("T18", "certificates.kind certificates.confirmed certificates.confirmed_on")]
    [InlineData("T19", "certificates.issued_on certificates.valid_to certificates.renewal_due_on certificates.signed certificates.confirmed")]
    [InlineData("T20", "parties.employees parties.web_presence parties.line_of_business parties.headquarters_country parties.ultimate_parent_country")]
    [InlineData("T21", "restricted_parties.name party_events.owner_id party_events.share_held parties.phone payments.payer_id")]
    [InlineData("T22", "shipments.freight_usd places.latitude places.longitude orders.port_of_export orders.port_of_unlading")]
    [InlineData("T23", "shipments.arrived_at shipments.departed_at")]
    [InlineData("T24", "parties.kind orders.ultimate_consignee_type orders.forwarding_agent_id orders.routed_export")]
    [InlineData("T25", "orders.version orders.status orders.ultimate_consignee_id")]
    [InlineData("T26", "orders.hs_code orders.eccn shipments.hs_code shipments.eccn shipments.quantity shipments.declared_value_usd shipments.goods_description shipments.weight_kg products.unit_weight_kg products.hs_code")]
    [InlineData("T27", "orders.seller_id orders.ultimate_consignee_id parties.address bill_of_materials.part_role")]
    [InlineData("T28", "orders.ship_to_country shipments.from_country shipments.serials")]
    [InlineData("T29", "payments.prepayment payments.method payments.payer_country payments.bank_country orders.payment_terms")]
    [InlineData("T30", "device_reports.serial device_reports.online device_reports.installed device_reports.site_id device_reports.country certificates.serials certificates.inspection_right")]
    [InlineData("T31", "holds.action holds.evidence_grade holds.independent holds.acted_at holds.role")]
    [InlineData("T32", "orders.sales_representative holds.overridden audits_and_bonds.chosen_by")]
    [InlineData("T33", "products.material products.substrate_layers products.line_space_um products.memory_bandwidth_density_gb_s_mm2")]
    [InlineData("T34", "tenants.tenant_id tenants.share_of_capacity tenants.power_kw parties.ultimate_parent_country")]
    [InlineData("T35", "tips.party_id tips.source_kind tips.reliability tips.received_at tips.status")]
    [InlineData("T36", "audits_and_bonds.independent audits_and_bonds.on_site audits_and_bonds.bond_usd audits_and_bonds.premium_usd audits_and_bonds.kind")]
    [InlineData("labels", "outcomes.kind outcomes.finding outcomes.source outcomes.happened_on dispositions.decision dispositions.shown_probability")]
    public void ASignsDataHasItsColumns(string typology, string columns)
    {
        ContractStore contracts = SomeDelivery.Contracts;
        foreach (string[] address in columns.Split(' ').Select(a => a.Split('.')))
            Assert.True(contracts[address[0]].Find(address[1]) is { Description.Length: > 0 }, $"{typology}: no {address[0]}.{address[1]}");
    }

    [Fact]
    public void EveryAmountIsInUsdAndEveryNumberThatIsNoCountSaysItsUnit()
    {
        string[] counts = ["version", "line_no", "leg_no", "racks", "employees", "accelerators", "substrate_layers"];
        int seen = 0;
        foreach ((DataContract contract, ContractColumn column) in SomeDelivery.Contracts.Contracts.SelectMany(c => c.Columns.Select(column => (c, column))).Where(c => c.column.Type.IsNumber))
        {
            seen++;
            Assert.True(column.Unit is not null || counts.Contains(column.Name), $"{contract.Dataset}.{column.Name} has no unit");
            Assert.Equal(column.Unit == "USD", column.Name.EndsWith("_usd", StringComparison.Ordinal) || column.Name == "usd_per_unit");
            Assert.True(column.Minimum is not null || column.ExclusiveMinimum is not null, $"{contract.Dataset}.{column.Name} has no least value");
            Assert.True(column.Maximum is not null, $"{contract.Dataset}.{column.Name} has no largest value");
        }
        Assert.True(seen > 40, $"{seen} numbers seen");
    }
}
