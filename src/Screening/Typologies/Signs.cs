using System.Runtime.CompilerServices;

namespace Screening.Typologies;

/// <summary>Signs that point the same way: each makes the others stronger, none makes them certain.</summary>
internal sealed class Signs
{
    private List<string>? _sentences;
    private double _doubt = 1;

    /// <summary>Whether there is any.</summary>
    public bool Any => _sentences is not null;

    /// <summary>Adds a sign if it is there.</summary>
    /// <param name="isThere">Whether it is.</param>
    /// <param name="strength">How strong it is, 0 to 1.</param>
    /// <param name="sentence">What an analyst reads of it.</param>
    public void Add(bool isThere, double strength, string sentence)
    {
        if (isThere) Note(strength, sentence);
    }

    /// <summary>The same; what the sentence is put together from is only worked out for a sign that is there.</summary>
    public void Add(bool isThere, double strength, [InterpolatedStringHandlerArgument(nameof(isThere))] ref SignSentence sentence)
    {
        if (isThere) Note(strength, sentence.Told());
    }

    /// <summary>What they say together.</summary>
    public Finding Found() => Finding.Found(1 - _doubt, string.Join("; ", _sentences ?? []));

    private void Note(double strength, string sentence)
    {
        _doubt *= 1 - Math.Clamp(strength, 0, 1);
        (_sentences ??= []).Add(sentence);
    }
}
