using System.CommandLine;
using Screening.Data.Native;

namespace Screening.Cli.Verbs;

/// <summary><c>screening natives</c>: loads every native library and says which it is.</summary>
internal static class NativesVerb
{
    public static Command Command()
    {
        Option<bool> json = Verb.Json();
        var command = new Command("natives", "Load the native libraries and show their versions and where they were found") { json };
        command.Runs((parsed, _) =>
        {
            var found = NativeLibraries.Describe();
            if (parsed.GetValue(json)) Verb.PrintJson(found);
            else
            {
                foreach (NativeLibraryInfo library in found.Where(f => f.Problem is null)) Console.WriteLine($"{library.Name,-8} {library.Version,-10} {library.Path}{Only(library)}");
                foreach (NativeLibraryInfo library in found.Where(f => f.Problem is not null && f.OnlyFor is not null)) Console.WriteLine($"{library.Name,-8} {"missing",-10} {library.Problem}{Only(library)}");
            }

            if (found.FirstOrDefault(f => f.Problem is not null && f.OnlyFor is null) is { } missing) throw new NativeLibraryException(missing.Name, missing.Problem!);
        });
        return command;
    }

    private static string Only(NativeLibraryInfo library) => library.OnlyFor is null ? "" : $" (only for {library.OnlyFor})";
}
