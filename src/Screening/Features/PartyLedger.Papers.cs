using Screening.Records;

namespace Screening.Features;

/// <content>Papers about a party, as rows of the log: statements and call-backs, audits and bonds.</content>
public sealed partial class PartyLedger
{
    private static readonly RowsByOrder NoPapers = new();
    private RowsByOrder? _certificates, _bonds;
    private List<int>? _audits;

    /// <summary>Statements and call-backs.</summary>
    internal RowsByOrder Certificates => _certificates ?? NoPapers;

    /// <summary>Bonds that were given.</summary>
    internal RowsByOrder Bonds => _bonds ?? NoPapers;

    /// <summary>Audits, and refusals of audits and bonds, whichever order they are for.</summary>
    internal ReadOnlySpan<int> Audits => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_audits);

    /// <summary>Takes in a statement or call-back, in place of its earlier telling.</summary>
    /// <param name="log">The log.</param>
    /// <param name="row">Its row.</param>
    /// <param name="party">The ledger's party.</param>
    public void LearnCertificate(EventLog log, int row, int party)
    {
        ArgumentNullException.ThrowIfNull(log);
        ref readonly Certificate told = ref log.Certificates[row];
        _certificates ??= new RowsByOrder();
        if (told.Previous != Missing.Symbol && log.Certificates[told.Previous].Party == party) _certificates.Remove(log.Certificates[told.Previous].Order, told.Previous);
        if (told.Party == party && !told.IsGone) _certificates.Add(told.Order, row);
    }

    /// <summary>Takes in an audit, bond or refusal, in place of its earlier telling.</summary>
    /// <param name="log">The log.</param>
    /// <param name="row">Its row.</param>
    /// <param name="party">The ledger's party.</param>
    public void LearnAudit(EventLog log, int row, int party)
    {
        ArgumentNullException.ThrowIfNull(log);
        ref readonly AuditOrBond told = ref log.AuditsAndBonds[row];
        if (told.Previous != Missing.Symbol && log.AuditsAndBonds[told.Previous].Party == party)
        {
            _bonds?.Remove(log.AuditsAndBonds[told.Previous].Order, told.Previous);
            _audits?.Remove(told.Previous);
        }

        if (told.Party != party || told.IsGone) return;
        if (told.Kind == AuditOrBondKind.Bond) (_bonds ??= new RowsByOrder()).Add(told.Order, row);
        else (_audits ??= []).Add(row);
    }
}
