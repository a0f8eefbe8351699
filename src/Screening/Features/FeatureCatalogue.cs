using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Screening.Features;

/// <summary>All features of an engine, in column order. Their definitions hash to an id that scores and models are tied to.</summary>
public sealed class FeatureCatalogue
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    /// <summary>Makes a catalogue in column order.</summary>
    /// <exception cref="ArgumentException">Two features have one name.</exception>
    public FeatureCatalogue(IReadOnlyList<Feature> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Features = features = [.. features.Select(feature => Directions.Of(feature.Name) is not 0 and int direction ? feature with { Direction = direction } : feature)];
        for (int column = 0; column < features.Count; column++)
        {
            if (!_columns.TryAdd(features[column].Name, column))
                throw new ArgumentException($"feature {features[column].Name} is defined twice", nameof(features));
        }

        Id = Hash(features);
    }

    /// <summary>The features in column order.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>First 16 hexadecimal digits of the SHA-256 over every definition in order.</summary>
    public string Id { get; }

    /// <summary>How many columns a row has.</summary>
    public int Count => Features.Count;

    /// <summary>The column of a feature.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public int this[string name] => _columns.TryGetValue(name, out int column)
        ? column
        : throw new ArgumentException($"there is no feature {name} in feature set {Id}", nameof(name));

    private static string Hash(IReadOnlyList<Feature> features)
    {
        var text = new StringBuilder();
        foreach (Feature f in features)
        {
            text.Append(CultureInfo.InvariantCulture, $"{f.Name}\u001f{f.Family}\u001f{f.Description}\u001f{f.Unit}\u001f{f.Minimum:R}\u001f{f.Maximum:R}")
                .Append(CultureInfo.InvariantCulture, $"\u001f{f.WhenMissing}\u001f{f.Source}\u001f{f.Typologies}\u001f{f.Direction}\u001e");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
