using System.CommandLine;
using System.Text.Json;
using Screening.Data.Store;

namespace Screening.Cli.Verbs;

/// <summary>What all verbs share: results to standard output, everything else to standard error, errors as one sentence and an exit code.</summary>
internal static class Verb
{
    /// <summary>Prints the result as JSON with names that stay.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON" };

    /// <summary>The lake's folder.</summary>
    public static Option<string> Lake(bool required) => new("--lake") { Description = "Folder of the lake", Required = required };

    /// <summary>The policy.</summary>
    public static Option<string?> Policy() => new("--policy") { Description = "Policy: a version in models/policy or a file" };

    /// <summary>Threads.</summary>
    public static Option<int> Threads() => new("--threads") { Description = "Threads to use", DefaultValueFactory = _ => Environment.ProcessorCount };

    /// <summary>Runs a verb's work; Ctrl-C cancels it.</summary>
    public static void Runs(this Command command, Action<ParseResult, CancellationToken> work) => command.SetAction(parsed =>
    {
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler onCancel = (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += onCancel;
        try
        {
            work(parsed, stop.Token);
            return ExitCodes.Done;
        }
        catch (AggregateException e) when (e.InnerExceptions.Count == 1)
        {
            return Fail(e.InnerExceptions[0]);
        }
        catch (Exception e)
        {
            return Fail(e);
        }
        finally
        {
            Console.CancelKeyPress -= onCancel;
        }
    });

    /// <summary>Prints a value as JSON.</summary>
    public static void PrintJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, AlertJson.Indented));

    /// <summary>A date option.</summary>
    public static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out DateOnly day) && day.Year is >= 1990 and <= 2200) return day;
            result.AddError($"{name} is '{text}'; accepted: yyyy-MM-dd from 1990-01-01 to 2200-12-31");
            return null;
        },
    };

    private static int Fail(Exception error)
    {
        (int code, string message) = ExitCodes.Of(error);
        Console.Error.WriteLine("screening: " + message);
        return code;
    }
}
