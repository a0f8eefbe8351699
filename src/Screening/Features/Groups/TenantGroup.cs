using System.Runtime.InteropServices;
using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>To whom the end user lets its machines. Who a tenant is stands in the tenant's profile, so one state holds all.</summary>
/// <remarks>Memory: 4 bytes per party and 4 per tenancy. An order costs nothing to learn.</remarks>
public sealed class TenantGroup(CountryGroups countries) : FeatureGroup
{
    private const double SharesPerUnit = 1e9;
    private const string Nothing = "no end user is named, or no tenancy of its machines that tells its share is known to run";
    private readonly Dictionary<int, List<int>> _byProvider = [];
    private (short Headquarters, short Parent)[] _seats = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("end_user_share_let_of_concern", "tenants", "Share of the end user's machines let to tenants whose headquarters or ultimate parent, by their latest profile, are in D:5 or Macau; tenancies that do not tell their share count nothing; 1 at most", "1", 0, 1, Nothing, "tenants parties", "T34"),
        new("end_user_share_let_undeclared", "tenants", "Share of the end user's machines let to tenants that are not declared, or of whom neither headquarters nor ultimate parent are known; tenancies that do not tell their share count nothing; 1 at most", "1", 0, 1, Nothing, "tenants parties", "T34"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            int known = _seats.Length;
            if (profile.Party >= known)
            {
                Array.Resize(ref _seats, Math.Max(profile.Party + 1, known * 2));
                Array.Fill(_seats, ((short)Missing.Symbol, (short)Missing.Symbol), known, _seats.Length - known);
            }

            _seats[profile.Party] = profile.IsGone
                ? ((short)Missing.Symbol, (short)Missing.Symbol)
                : ((short)profile.HeadquartersCountry, (short)profile.UltimateParentCountry);
        }
        else if (at.Kind == EventKind.Tenancy)
        {
            ref readonly Tenancy told = ref log.Tenancies[at.Row];
            if (told.Previous != Missing.Symbol && _byProvider.TryGetValue(log.Tenancies[told.Previous].Provider, out List<int>? rows)) rows.Remove(told.Previous);
            if (told.IsGone) return;
            ref List<int>? here = ref CollectionsMarshal.GetValueRefOrAddDefault(_byProvider, told.Provider, out _);
            (here ??= []).Add(at.Row);
        }
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        if (!_byProvider.TryGetValue(reading.Order.EndUser, out List<int>? rows)) return;
        bool any = false;
        long ofConcern = 0, undeclared = 0;
        foreach (int row in rows)
        {
            ref readonly Tenancy let = ref log.Tenancies[row];
            bool runs = let.FromAt <= reading.AsOf && (let.ToAt == Missing.Moment || reading.AsOf < let.ToAt + Micros.PerDay);
            if (!runs || double.IsNaN(let.Share)) continue;
            any = true;
            long share = (long)Math.Round(let.Share * SharesPerUnit);
            (int headquarters, int parent) = let.Tenant >= 0 && let.Tenant < _seats.Length ? _seats[let.Tenant] : (Missing.Symbol, Missing.Symbol);
            if (headquarters == Missing.Symbol && parent == Missing.Symbol) undeclared += share;
            else if (countries.IsOfConcern(headquarters, reading.AsOf) || countries.IsOfConcern(parent, reading.AsOf)) ofConcern += share;
        }

        if (any) (columns[0], columns[1]) = (Math.Min(1, ofConcern / SharesPerUnit), Math.Min(1, undeclared / SharesPerUnit));
    }
}
