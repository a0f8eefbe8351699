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
        int endUser = Signs(order.Row, _endUser, null), purchaser = Signs(order.Row, _purchaser, null);
        bool isPurchaser = purchaser > endUser;
        int signs = Math.Max(endUser, purchaser);
        if (signs >= Parameter("signs"))
        {
            List<string> told = [];
            Signs(order.Row, isPurchaser ? _purchaser : _endUser, told);
            return Finding.Found(
                Finding.StrengthOf(signs / Parameter("signs") * 1.25),
                $"{Words.Usd(value)} ordered {(isPurchaser ? "by " + Mention.Purchaser : "for " + Mention.EndUser)}, which looks like a shell: {string.Join(", ", told)}");
        }

        // Of a party without any fact nothing can be said either way.
        return order.Row[_purchaser.Facts] >= 8 || order.Row[_endUser.Facts] >= 8
            ? Finding.NotAssessed($"company: no fact is told about {(order.Row[_purchaser.Facts] >= 8 ? Mention.Purchaser : Mention.EndUser)}")
            : Finding.Clear;
    }

    // How many signs there are; they are told where somebody reads them.
    private int Signs(ReadOnlySpan<double> row, Role role, List<string>? told)
    {
        double facts = row[role.Facts], employees = row[role.Employees];
        bool isSmall = employees <= Parameter("few_employees"), isUnseen = row[role.Web] == 0, isElsewhere = row[role.Address] >= 1, isOfConcern = row[role.Parent] == 1, isUntold = facts >= Parameter("missing_facts");
        if (told is not null)
        {
            if (isSmall) told.Add(Words.Count(employees, "employee"));
            if (isUnseen) told.Add("nothing on the web");
            if (isElsewhere) told.Add("an address that is no place of work");
            if (isOfConcern) told.Add($"headquarters or parent{role.ParentMark} in D:5 or Macau");
            if (isUntold) told.Add($"{Words.Number(facts)} of 8 facts not told");
        }

        return (isSmall ? 1 : 0) + (isUnseen ? 1 : 0) + (isElsewhere ? 1 : 0) + (isOfConcern ? 1 : 0) + (isUntold ? 1 : 0);
    }

    private readonly record struct Role(int Facts, int Employees, int Web, int Address, int Parent, string ParentMark);
}
