using System.Globalization;
using System.Text;

namespace Screening.Cli.Nightly.Spread;

/// <summary>
/// A small file that changes every few seconds as long as whoever keeps it is there. Others see by a clock of their own how long it has stood still, so that clocks need not
/// agree, no database is asked, and one that was halted counts as gone until it goes on.
/// </summary>
internal sealed class LifeSign : IDisposable
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(3);

    private readonly string _file;
    private readonly Timer _timer;
    private long _beats;

    private LifeSign(string file, TimeSpan every)
    {
        _file = file;
        File.WriteAllText(file, "0");
        _timer = new Timer(_ => Beat(), null, every, every);
    }

    /// <summary>Begins one.</summary>
    /// <param name="file">Where.</param>
    /// <param name="every">How often it changes; every three seconds if not given.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static LifeSign Give(string file, TimeSpan? every = null) => new(file, every ?? s_beat);

    /// <summary>Takes it back.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Quietly(() => File.Delete(_file));
    }

    // It is not made anew: where it is gone, the night is over.
    private void Beat() => Quietly(() =>
    {
        using var file = new FileStream(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(Encoding.ASCII.GetBytes(Interlocked.Increment(ref _beats).ToString(CultureInfo.InvariantCulture)));
    });

    // Whoever looks for it takes its keeper for gone then, which costs time and nothing else.
    private static void Quietly(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
