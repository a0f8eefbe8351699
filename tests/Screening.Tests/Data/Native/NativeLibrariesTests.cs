using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Screening.Data.Native;
using Xunit;

namespace Screening.Tests.Data.Native;

public sealed class NativeLibrariesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-native-").FullName;

    public static TheoryData<string> Names => ["duckdb", "xgboost", "sqlite3", "zstd"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryLibraryIsFoundWithItsPathAndVersion()
    {
        var libraries = NativeLibraries.Describe();

        Assert.Equal(["duckdb", "xgboost", "sqlite3", "zstd"], libraries.Select(library => library.Name));
        Assert.All(libraries, library => Assert.Null(library.Problem));
        Assert.All(libraries, library => Assert.True(File.Exists(library.Path), library.Path));
        Assert.Equal("v1.5.6", libraries[0].Version);
        Assert.Equal("1.7.4", libraries[1].Version);
        Assert.StartsWith("3.", libraries[2].Version, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "libduckdb.so"), libraries[0].Path);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AVariableThatNamesNoFileFailsAndNothingElseIsTried(string name)
    {
        var spec = Spec(name);
        var nowhere = Path.Combine(_folder, "nowhere.so");

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryProbe.Load(spec, Only(spec.EnvironmentVariable, nowhere), AppContext.BaseDirectory));

        AssertOneSentence(error, name, nowhere, spec.EnvironmentVariable, spec.Remedy, "does not exist");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AVariableThatNamesATextFileFails(string name)
    {
        var spec = Spec(name);
        var text = Path.Combine(_folder, spec.FileName);
        File.WriteAllText(text, "not a library\n");

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryProbe.Load(spec, Only(spec.EnvironmentVariable, text), AppContext.BaseDirectory));

        AssertOneSentence(error, name, text, spec.EnvironmentVariable, spec.Remedy, "ELF");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AWrongFileInTheApplicationsFolderFails(string name)
    {
        var spec = Spec(name);
        File.WriteAllText(Path.Combine(_folder, spec.FileName), "");

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryProbe.Load(spec, None, _folder));

        AssertOneSentence(error, name, _folder, spec.Remedy, "ELF");
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("xgboost")]
    public void ALibraryThatIsNowhereFailsAndSaysWhereItWasLookedFor(string name)
    {
        var spec = Spec(name) with { FileName = "libscreening-absent.so" };

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryProbe.Load(spec, None, _folder));

        AssertOneSentence(error, name, spec.EnvironmentVariable, Path.Combine(_folder, spec.FileName), "the system", "run ./native/fetch");
    }

    [Fact]
    public void AnElfFileThatDoesNotLoadFails()
    {
        var broken = Path.Combine(_folder, "libduckdb.so");
        File.WriteAllBytes(broken, [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0]);

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryProbe.Load(NativeLibrarySpec.DuckDb, None, _folder));

        AssertOneSentence(error, "duckdb", broken, "does not load", "run ./native/fetch");
    }

    [Fact]
    public void AnotherLibraryUnderTheNameFails()
    {
        var other = Path.Combine(AppContext.BaseDirectory, "libdmlc.so.0");

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryProbe.Load(NativeLibrarySpec.DuckDb, Only("SCREENING_LIBDUCKDB", other), _folder));

        AssertOneSentence(error, "duckdb", other, "lacks the function duckdb_library_version", "run ./native/fetch");
    }

    [Fact]
    public void AnOlderLibraryFails()
    {
        var spec = NativeLibrarySpec.Sqlite with { Oldest = new Version(99, 1, 0) };

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryProbe.Load(spec, None, _folder));

        AssertOneSentence(error, "sqlite3", "older than 99.1.0", "apt-get install libsqlite3-0");
    }

    [Fact]
    public void TheVariableComesBeforeTheApplicationsFolder()
    {
        File.WriteAllText(Path.Combine(_folder, "libduckdb.so"), "never read");
        var real = Path.Combine(AppContext.BaseDirectory, "libduckdb.so");

        var library = NativeLibraryProbe.Load(NativeLibrarySpec.DuckDb, Only("SCREENING_LIBDUCKDB", real), _folder);

        Assert.Equal(real, library.Path);
        NativeLibrary.Free(library.Handle);
    }

    [Fact]
    public void SqliteRunsOnTheSystemsLibraryHoweverOftenItIsAskedFor()
    {
        NativeLibraries.UseSqlite();
        NativeLibraries.UseSqlite();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sqlite_version()";

        Assert.Equal(NativeLibraries.Describe()[2].Version, command.ExecuteScalar());
    }

    private static NativeLibrarySpec Spec(string name) =>
        new[] { NativeLibrarySpec.DuckDb, NativeLibrarySpec.XGBoost, NativeLibrarySpec.Sqlite, NativeLibrarySpec.Zstd }.Single(spec => spec.Name == name);

    private static string? None(string variable) => null;

    private static Func<string, string?> Only(string variable, string value) => name => name == variable ? value : null;

    private static void AssertOneSentence(NativeLibraryException error, params string[] parts)
    {
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(". ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
        Assert.Equal(parts[0], error.Library);
    }
}
