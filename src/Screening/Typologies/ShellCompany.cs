using Screening.Features;
using Screening.Policies;

namespace Screening.Typologies;

/// <summary>
/// T20: a large order by or for a company of which hardly anything is told, or that has next to nobody and nowhere to use it. A parent
/// in D:5 or Macau is said beside it; what follows from it in law is E01's.
/// </summary>
public sealed class ShellCompany : Typology
{
    private readonly Role _endUser, _purchaser;
    private readonly int _value;

    /// <summary>Binds the typology.</summary>
    public ShellCompany(TypologyPolicy policy, FeatureCatalogue catalogue)
        : base(Described, policy, catalogue)
    {
        _value = Column("order_value_usd");
        _endUser = new Role(Column("end_user_missing_facts"), Column("end_user_employees"), Column("end_user_web_presence"), Column("end_user_address_grade"), Column("end_user_parent_of_concern"), Mention.EndUserParent);
        _purchaser = new Role(Column("purchaser_missing_facts"), Column("purchaser_employees"), Column("purchaser_web_presence"), Column("purchaser_address_grade"), Column("purchaser_parent_of_concern"), Mention.PurchaserParent);
    }

    /// <summary>What it is.</summary>
    public static TypologyDefinition Described { get; } = new(
        "T20", "Shell or front company", "shell",
        "The Substrate, How banned AI chips end up in China (15 May 2026); EAR 732 Supplement 3; BIS guidance of 13 May 2025",
        [
            new("signs", "signs", 1, 5, "signs of a shell that must come together: few employees, nothing on the web, an address that is no place of work, a parent of concern, many missing facts"),
            new("few_employees", "employees", 0, 1000, "number of employees up to which they are few"),
            new("missing_facts", "facts", 1, 8, "missing facts from which they are many"),
            new("large_usd", "USD", 1000, 1_000_000_000, "value from which an order counts as large"),
        ])
    {
        RestsOn = ["party"],
    };

    /// <inheritdoc/>
    protected override Finding Judge(in Case order)
    {
        double value = order.Row[_value];
        if (value < Parameter("large_usd")) return Finding.Clear;
        (int endUserSigns, string endUser) = Signs(order.Row, _endUser);
        (int purchaserSigns, string purchaser) = Signs(order.Row, _purchaser);
        bool isPurchaser = purchaserSigns > endUserSigns;
        int signs = Math.Max(endUserSigns, purchaserSigns);
        if (signs >= Parameter("signs"))
        {
            return Finding.Found(
                Finding.StrengthOf(signs / Parameter("signs") * 1.25),
                $"{Words.Usd(value)} ordered {(isPurchaser ? "by " + Mention.Purchaser : "for " + Mention.EndUser)}, which looks like a shell: {(isPurchaser ? purchaser : endUser)}");
        }

        // Of a party without any fact nothing can be said either way.
        return order.Row[_purchaser.Facts] >= 8 || order.Row[_endUser.Facts] >= 8
            ? Finding.NotAssessed($"company: no fact is told about {(order.Row[_purchaser.Facts] >= 8 ? Mention.Purchaser : Mention.EndUser)}")
            : Finding.Clear;
    }

    private (int Signs, string Sentence) Signs(ReadOnlySpan<double> row, Role role)
    {
        var signs = new List<string>(5);
        double facts = row[role.Facts], employees = row[role.Employees];
        if (employees <= Parameter("few_employees")) signs.Add(Words.Count(employees, "employee"));
        if (row[role.Web] == 0) signs.Add("nothing on the web");
        if (row[role.Address] >= 1) signs.Add("an address that is no place of work");
        if (row[role.Parent] == 1) signs.Add($"headquarters or parent{role.ParentMark} in D:5 or Macau");
        if (facts >= Parameter("missing_facts")) signs.Add($"{Words.Number(facts)} of 8 facts not told");
        return (signs.Count, string.Join(", ", signs));
    }

    private readonly record struct Role(int Facts, int Employees, int Web, int Address, int Parent, string ParentMark);
}
