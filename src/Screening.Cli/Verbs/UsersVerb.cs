using System.CommandLine;
using System.Globalization;
using Screening.Casework;
using Screening.Cli.Nightly;
using Screening.Data.Store;

namespace Screening.Cli.Verbs;

/// <summary><c>screening users add | list | disable | passwd</c>: who signs in to the pages.</summary>
internal static class UsersVerb
{
    private const int LongestLine = 10_000;

    public static Command Command() => new("users", "Who signs in to the pages: add, list, disable, passwd (docs/triage.md)") { Add(), List(), Disable(), Password() };

    private static Command Add()
    {
        (Argument<string> name, Option<string> lake, Option<string?> by) = (Name(), Verb.Lake(required: false), By());
        var role = new Option<CaseRole>("--role") { Description = "As what: analyst, lead, data_scientist, auditor, administrator, seller, sales_representative", Required = true, CustomParser = ParseRole };
        var seller = new Option<string?>("--seller") { Description = "Id of the seller for whose orders somebody in sales hands papers in" }.NotEmpty();
        var command = new Command("add", "Makes a user; the password is the first line of standard input") { name, role, seller, by, lake };
        command.Runs((parsed, _) =>
        {
            using UserStore users = Open(parsed.GetValue(lake));
            User made = users.Add(parsed.GetValue(name)!, parsed.GetValue(role), ReadPassword(), Administrator(parsed.GetValue(by)), parsed.GetValue(seller));
            Console.WriteLine($"{made.Name} signs in as {CaseWords.Of(made.Role)}");
        });
        return command;
    }

    private static Command List()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("list", "Shows the users, without their passwords") { lake, json };
        command.Runs((parsed, _) =>
        {
            using UserStore users = Open(parsed.GetValue(lake));
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(users.List());
                return;
            }

            foreach (User user in users.List())
            {
                string state = user.DisabledAtUtc is { } gone ? "disabled " + Text(gone) : user.LockedUntilUtc is { } until && until > TimeProvider.System.GetUtcNow().UtcDateTime ? "locked until " + Text(until) : "enabled";
                Console.WriteLine($"{user.Name}  {StoreWord(user.Role)}  {state}  {(user.SignedInAtUtc is { } at ? "signed in " + Text(at) : "never signed in")}");
            }
        });
        return command;
    }

    private static Command Disable()
    {
        (Argument<string> name, Option<string> lake, Option<string?> by) = (Name(), Verb.Lake(required: false), By());
        var command = new Command("disable", "Lets nobody sign in with the name any more, and ends its sessions") { name, by, lake };
        command.Runs((parsed, _) =>
        {
            using UserStore users = Open(parsed.GetValue(lake));
            users.Disable(parsed.GetValue(name)!, Administrator(parsed.GetValue(by)));
            Console.WriteLine($"{parsed.GetValue(name)} is disabled; 'screening users passwd' enables again");
        });
        return command;
    }

    private static Command Password()
    {
        (Argument<string> name, Option<string> lake, Option<string?> by) = (Name(), Verb.Lake(required: false), By());
        var command = new Command("passwd", "Gives a new password, the first line of standard input; enables, unlocks, and ends the sessions that there are") { name, by, lake };
        command.Runs((parsed, _) =>
        {
            using UserStore users = Open(parsed.GetValue(lake));
            users.SetPassword(parsed.GetValue(name)!, ReadPassword(), Administrator(parsed.GetValue(by)));
            Console.WriteLine($"{parsed.GetValue(name)} has a new password");
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The user's name, as it is to stand in the log" };

    private static Option<string?> By() => new Option<string?>("--by") { Description = "Who does it, for the audit log; the system's user name if not given" }.NotEmpty();

    private static UserStore Open(string? lake)
    {
        string folder = NightlyRun.LakeOrSample(lake);
        return Directory.Exists(folder) ? UserStore.Open(StoreAddress.OfLake(folder)) : throw new UsageException($"there is no lake at {folder}; 'screening nightly' makes a sample, 'screening ingest' begins one");
    }

    private static CaseActor Administrator(string? by) => new(by ?? Environment.UserName, CaseRole.Administrator, TimeProvider.System.GetUtcNow().UtcDateTime);

    // Never an argument: those stand in the list of processes and in the shell's history.
    private static string ReadPassword()
    {
        if (!Console.IsInputRedirected) Console.Error.Write("password (shown as you type; better: read -rs P && printf '%s\\n' \"$P\" | screening users ...): ");
        string? line = Console.In.ReadLine();
        return line is { Length: > 0 and <= LongestLine } ? line : throw new UsageException("there is no password on standard input; its first line is the password");
    }

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string StoreWord(CaseRole role) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString());

    private static CaseRole ParseRole(System.CommandLine.Parsing.ArgumentResult result)
    {
        foreach (CaseRole role in Enum.GetValues<CaseRole>())
        {
            if (role != CaseRole.System && StoreWord(role) == result.Tokens[0].Value) return role;
        }

        result.AddError($"--role is '{result.Tokens[0].Value}'; accepted: {string.Join(", ", Enum.GetValues<CaseRole>().Where(r => r != CaseRole.System).Select(StoreWord))}");
        return CaseRole.Auditor;
    }
}
