using System.Globalization;
using System.Runtime.CompilerServices;

namespace Screening.Typologies;

/// <summary>The sentence of a sign, put together only where the sign is there: most signs of most orders are not.</summary>
[InterpolatedStringHandler]
internal ref struct SignSentence
{
    private DefaultInterpolatedStringHandler _text;

    /// <summary>Begins the sentence of a sign; the compiler leaves out what follows where it is not there.</summary>
    public SignSentence(int literals, int holes, bool isThere, out bool isTold)
    {
        isTold = isThere;
        if (isThere) _text = new DefaultInterpolatedStringHandler(literals, holes, CultureInfo.InvariantCulture);
    }

    /// <summary>Adds words.</summary>
    public void AppendLiteral(string words) => _text.AppendLiteral(words);

    /// <summary>Adds what stands in a hole: words, as numbers are put into them by <see cref="Words"/>.</summary>
    public void AppendFormatted(string words) => _text.AppendFormatted(words);

    /// <summary>The sentence.</summary>
    public string Told() => _text.ToStringAndClear();
}
