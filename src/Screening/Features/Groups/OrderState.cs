using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What is known of one order beside what it says of itself. There are as many as orders: what few orders have lies behind one reference.</summary>
internal struct OrderState
{
    private OrderLegs _legs;
    private Papers? _papers;
    private int _newest;

    /// <summary>Its legs.</summary>
    public readonly ReadOnlySpan<int> Legs => _legs.Rows;

    /// <summary>Rows of its payments, each by its latest telling, in no order.</summary>
    public readonly ReadOnlySpan<int> Payments => _papers is null ? [] : _papers.Payments.Rows;

    /// <summary>Rows of the statements and call-backs for this very order, each by its latest telling, in no order.</summary>
    public readonly ReadOnlySpan<int> Certificates => _papers is null ? [] : _papers.Certificates.Rows;

    /// <summary>Row of the order that was learnt last, or <see cref="Missing.Symbol"/> when there was none or only its first telling.</summary>
    public readonly int Newest => _newest - 1;

    /// <summary>Takes in a leg.</summary>
    public void LearnLeg(EventLog log, int row, int order) => _legs.Learn(log, row, log.Legs[row].Order == order);

    /// <summary>Takes in a payment.</summary>
    public void LearnPayment(EventLog log, int row, int order)
    {
        ref readonly Payment payment = ref log.Payments[row];
        (_papers ??= new Papers()).Payments.Replace(payment.Previous, payment.Order == order && !payment.IsGone ? row : Missing.Symbol);
    }

    /// <summary>Takes in an end user's statement or a call-back.</summary>
    public void LearnCertificate(EventLog log, int row, int order)
    {
        ref readonly Certificate certificate = ref log.Certificates[row];
        (_papers ??= new Papers()).Certificates.Replace(certificate.Previous, certificate.Order == order && !certificate.IsGone ? row : Missing.Symbol);
    }

    /// <summary>Takes in a telling of the order or what a deletion left of it.</summary>
    public void LearnOrder(int row) => _newest = row + 1;

    private struct RowList
    {
        private int[]? _rows;
        private int _count;

        public readonly ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

        public void Replace(int before, int after)
        {
            int place = before == Missing.Symbol ? -1 : Rows.IndexOf(before);
            if (place >= 0) _rows![place] = _rows[--_count];
            if (after == Missing.Symbol) return;
            if (_rows is null || _count == _rows.Length) Array.Resize(ref _rows, Math.Max(2, _count * 2));
            _rows[_count++] = after;
        }
    }

    private sealed class Papers
    {
        public RowList Payments;
        public RowList Certificates;
    }
}
