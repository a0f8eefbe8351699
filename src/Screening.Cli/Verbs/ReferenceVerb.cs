using System.CommandLine;
using Screening.Cli.Operations;

namespace Screening.Cli.Verbs;

/// <summary><c>screening reference</c>: everything that can be set.</summary>
internal static class ReferenceVerb
{
    public static Command Command()
    {
        Option<string?> output = new Option<string?>("--out") { Description = "File to write; standard output if not given" }.NotEmpty();
        var command = new Command("reference", "Write the reference of verbs, options, variables and files") { output };
        command.Runs((parsed, _) =>
        {
            string page = ConfigurationPage.Render(Program.Root());
            if (parsed.GetValue(output) is { } path) File.WriteAllText(path, page);
            else Console.Out.Write(page);
        });
        return command;
    }
}
