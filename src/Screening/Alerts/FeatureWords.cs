using System.Globalization;
using System.Runtime.CompilerServices;
using Screening.Features;
using Screening.Typologies;

namespace Screening.Alerts;

/// <summary>A feature's value in words, with what is usual among peers.</summary>
public static class FeatureWords
{
    /// <summary>Such as "end user's site power 14 kW (usually 200 to 900)".</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="value">Its value; NaN is not known.</param>
    /// <param name="usual">From the tenth to the ninetieth percentile among peers; <c>null</c> when none of them has a value.</param>
    public static string Of(Feature feature, double value, (double Low, double High)? usual)
    {
        var words = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture);
        Append(ref words, feature, value, usual);
        return words.ToStringAndClear();
    }

    /// <summary>The same, at the end of other words.</summary>
    internal static void Append(ref DefaultInterpolatedStringHandler words, Feature feature, double value, (double Low, double High)? usual)
    {
        words.AppendLiteral(FeatureLabel.Of(feature));
        if (double.IsNaN(value)) words.AppendLiteral(" not known");
        else
        {
            words.AppendLiteral(value >= feature.Maximum && feature.Unit != "0 or 1" ? " at least " : " ");
            words.AppendLiteral(Value(feature, value));
            words.AppendLiteral(Unit(feature, value));
        }

        words.AppendLiteral(" (usually ");
        if (usual is not (var low, var high)) words.AppendLiteral("not known");
        else
        {
            words.AppendLiteral(Value(feature, low));
            if (low != high)
            {
                words.AppendLiteral(" to ");
                words.AppendLiteral(Value(feature, high));
            }
        }

        words.AppendLiteral(")");
    }

    private static string Value(Feature feature, double value) => feature.Unit switch
    {
        "0 or 1" => value == 0 ? "no" : "yes",
        "USD" => Words.Money(value),
        _ => Words.Number(value),
    };

    private static string Unit(Feature feature, double value) => feature.Unit is "1" or "0 or 1" or "USD" ? "" : " " + (value == 1 ? Singular(feature.Unit) : feature.Unit);

    private static string Singular(string unit) => unit.EndsWith("ies", StringComparison.Ordinal) ? unit[..^3] + "y" : unit.TrimEnd('s');
}
