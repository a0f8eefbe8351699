using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Screening.Data.Store;

namespace Screening.Cli.Verbs;

/// <summary>What all verbs share: results to standard output, everything else to standard error, errors as one sentence and an exit code.</summary>
internal static class Verb
{
    /// <summary>What <c>--memory</c> bounds where files come into the lake.</summary>
    public const string WholeProcess = "Most memory for the whole process, 1.5GB at least";

    /// <summary>Prints the result as JSON with names that stay.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON" };

    /// <summary>The lake's folder.</summary>
    public static Option<string> Lake(bool required) => new Option<string>("--lake") { Description = "Folder of the lake", Required = required }.NotEmpty();

    /// <summary>The policy.</summary>
    public static Option<string?> Policy() => new("--policy") { Description = "Policy: a version in models/policy, or a file that is named after its version" };

    /// <summary>The registry.</summary>
    public static Option<string?> Models() => new Option<string?>("--models") { Description = "Folder of the models; models/diversion of the project if not given" }.NotEmpty();

    /// <summary>Threads.</summary>
    public static Option<int?> Threads() => Whole("--threads", "Threads to use; one per core if not given", 1, 1024);

    /// <summary>Most memory.</summary>
    /// <param name="what">Whose memory it bounds.</param>
    public static Option<string?> Memory(string what = "Most memory for DuckDB before spilling")
    {
        var option = new Option<string?>("--memory") { Description = what + ", such as 2GB" };
        option.Validators.Add(result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!System.Text.RegularExpressions.Regex.IsMatch(text, "^[0-9]+(\\.[0-9]+)? ?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
                result.AddError($"--memory is '{text}'; accepted: a number with KB, MB, GB or TB, such as 2GB");
        });
        return option;
    }

    /// <summary>Most memory of a verb that loads a lake.</summary>
    public static Option<string?> LogMemory() => Memory("Most memory for the whole process; the log then lies in scratch files (TMPDIR), and features are computed a few groups at a time. As much as is fast if not given (docs/operations.md)");

    /// <summary>A whole number in a range.</summary>
    public static Option<int?> Whole(string name, string description, int minimum, int maximum) => new(name)
    {
        Description = $"{description} ({minimum} to {maximum})",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum) return value;
            result.AddError($"{name} is '{text}'; accepted: a whole number from {minimum} to {maximum}");
            return null;
        },
    };

    /// <summary>A number in a range.</summary>
    public static Option<double?> Share(string name, string description, double minimum, double maximum) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description} ({minimum} to {maximum})"),
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value) && value >= minimum && value <= maximum) return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; accepted: a number from {minimum} to {maximum}"));
            return null;
        },
    };

    /// <summary>Refuses an empty text.</summary>
    public static Option<T> NotEmpty<T>(this Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && string.IsNullOrWhiteSpace(result.Tokens[0].Value)) result.AddError($"{option.Name} is empty");
        });
        return option;
    }

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
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.Year is >= 1990 and <= 2200) return day;
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
