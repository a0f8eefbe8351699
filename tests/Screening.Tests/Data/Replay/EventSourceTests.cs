using System.Text.RegularExpressions;
using Screening.Data.Replay;
using Screening.Records;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Replay;

public sealed partial class EventSourceTests
{
    // The unit of measure is the one whose words are no names.
    private static readonly (string Dataset, string Column, string Sql)[] Words =
    [
        Of<ProductClass>("products", "class"), Of<PackagingMaterial>("products", "material"), Of<PlaceKind>("places", "kind"), Of<PartRole>("bill_of_materials", "part_role"),
        Of<ControlDirection>("control_events", "direction"), Of<ProductClass>("control_events", "product_class"), Of<PartyKind>("parties", "kind"), Of<AddressKind>("parties", "address_kind"),
        Of<EvidenceGrade>("parties", "address_evidence"), Of<PartyEventKind>("party_events", "kind"), Of<EvidenceGrade>("capacity", "evidence_grade"),
        Of<EvidenceGrade>("installations", "evidence_grade"), Of<CertificateKind>("certificates", "kind"), Of<GoodsDisposition>("certificates", "disposition"),
        Of<EvidenceGrade>("tenants", "evidence_grade"), Of<AuditOrBondKind>("audits_and_bonds", "kind"), Of<ChosenBy>("audits_and_bonds", "chosen_by"),
        Of<AuditResult>("audits_and_bonds", "result"), Of<TipSource>("tips", "source_kind"), Of<TipReliability>("tips", "reliability"), Of<TipStatus>("tips", "status"),
        Of<OrderStatus>("orders", "status"), Of<PaymentTerms>("orders", "payment_terms"), Of<UltimateConsigneeType>("orders", "ultimate_consignee_type"), Of<TransportMode>("orders", "mode"),
        Of<TransportMode>("shipments", "mode"), Of<PaymentKind>("payments", "kind"), Of<PaymentMethod>("payments", "method"), Of<DeviceReportKind>("device_reports", "kind"),
        Of<EvidenceGrade>("device_reports", "evidence_grade"), Of<HoldAct>("holds", "action"), Of<HoldRole>("holds", "role"), Of<EvidenceGrade>("holds", "evidence_grade"),
        Of<Decision>("dispositions", "decision"), Of<OutcomeKind>("outcomes", "kind"), Of<OutcomeFinding>("outcomes", "finding"),
    ];

    public static TheoryData<string, string> Columns => [.. Words.Select(w => (w.Dataset, w.Column))];

    [Theory]
    [MemberData(nameof(Columns))]
    public void EveryWordOfTheContractHasANumber(string dataset, string column)
    {
        IEnumerable<string> known = Word().Matches(Words.Single(w => (w.Dataset, w.Column) == (dataset, column)).Sql).Select(m => m.Groups[1].Value);
        Assert.Equal(SomeDelivery.Contracts[dataset].Find(column)!.Allowed.Where(w => w != "unknown").Order(), known.Order());
    }

    [Fact]
    public void WhatSaysThatNothingIsToldHasNoWord()
    {
        Assert.Equal("list_position(['piece', 'square_metre', 'kilogram'], x) - 1", EventSource.Word<UnitOfMeasure>("x"));
        Assert.Equal("list_position(['low', 'medium', 'high'], x) - 0", EventSource.Word<TipReliability>("x"));
        Assert.StartsWith("list_position(['self_declared', ", EventSource.Word<EvidenceGrade>("x"), StringComparison.Ordinal);
    }

    private static (string Dataset, string Column, string Sql) Of<T>(string dataset, string column)
        where T : struct, Enum => (dataset, column, EventSource.Word<T>(column));

    [GeneratedRegex("'([a-z_]+)'", RegexOptions.None, 10_000)]
    private static partial Regex Word();
}
