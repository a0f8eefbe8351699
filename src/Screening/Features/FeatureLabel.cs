using System.Collections.Concurrent;

namespace Screening.Features;

/// <summary>A feature's name in words, short enough for a sentence: "end user's value in 30 days". What it means exactly is its description.</summary>
public static class FeatureLabel
{
    private static readonly (string Prefix, string Words)[] s_owners =
    [
        ("end_user_", "end user's "), ("purchaser_", "purchaser's "), ("consignee_", "consignee's "), ("order_", "order's "), ("route_", "route's "), ("linked_", "linked parties' "),
        ("sales_rep_", "sales representative's "), ("seller_", "seller's "), ("address_", "address's "), ("destination_", "destination's "), ("subject_", "subject's "),
    ];

    // There are some hundreds of features, and thousands of sentences a second that name them.
    private static readonly ConcurrentDictionary<(string Name, string Unit), string> s_known = new();

    /// <summary>The label.</summary>
    public static string Of(Feature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return s_known.TryGetValue((feature.Name, feature.Unit), out string? known) ? known : s_known.GetOrAdd((feature.Name, feature.Unit), Made(feature));
    }

    private static string Made(Feature feature)
    {
        (string prefix, string owner) = s_owners.FirstOrDefault(o => feature.Name.StartsWith(o.Prefix, StringComparison.Ordinal));
        (prefix, owner) = (prefix ?? "", owner ?? "");
        List<string> words = [.. feature.Name[prefix.Length..].Split('_').Select(word => word == "to" && feature.Unit == "1" ? "over" : Word(word))];
        if (feature.Unit == "0 or 1") owner = owner.Replace("'s ", " ", StringComparison.Ordinal).Replace("' ", " ", StringComparison.Ordinal);

        // The unit stands beside the value.
        if (words.Count > 1 && words[^1] is "days" && feature.Unit == "d") words.RemoveAt(words.Count - 1);
        for (int i = words.Count - 1; i > 0; i--)
            if (words[i - 1] == "in" && words[i].StartsWith("in ", StringComparison.Ordinal)) words.RemoveAt(i - 1);
        if (words.Count > 2) words.RemoveAll(w => w == "sum");
        if (words.Contains("value")) words.RemoveAll(w => w == "USD");
        return owner + string.Join(' ', words);
    }

    private static string Word(string word) => word switch
    {
        "usd" => "USD",
        "h100e" => "H100e",
        "kw" => "kW",
        "tpp" => "TPP",
        "hbm" => "HBM",
        "gb" => "GB",
        "z" => "deviations",
        "cusum" => "sustained rise",
        "1d" => "in 1 day",
        _ => word.Length > 1 && word[^1] == 'd' && int.TryParse(word.AsSpan(0, word.Length - 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int days) ? $"in {days} days" : word,
    };
}
