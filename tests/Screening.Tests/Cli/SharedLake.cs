using Xunit;

namespace Screening.Tests.Cli;

/// <summary>A lake that many tests look at and copy: made when the first of them asks. A test that changed it would change what the others see, so the end looks for that.</summary>
/// <param name="make">Makes it in a folder that is not there yet.</param>
internal sealed class SharedLake(Action<string> make) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lock _making = new();
    private string[]? _files;

    /// <summary>Its folder.</summary>
    public string Folder
    {
        get
        {
            lock (_making)
            {
                if (_files is null)
                {
                    make(Path);
                    _files = Files();
                }

                return Path;
            }
        }
    }

    private string Path => _folder["lake"];

    public void Dispose()
    {
        if (_files is not null) Assert.Equal(_files, Files());
        _folder.Dispose();
    }

    // Whoever looks at a lake may write into its logs and lock it.
    private string[] Files() =>
    [
        .. new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Directory!.Name != "_logs" && f.Extension != ".lock")
            .Select(f => FormattableString.Invariant($"{System.IO.Path.GetRelativePath(Path, f.FullName)} {f.Length} {f.LastWriteTimeUtc:O}")).Order(StringComparer.Ordinal),
    ];
}
