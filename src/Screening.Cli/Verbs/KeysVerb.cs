using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Screening.Data.Keys;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening keys</c>: the keys with which the endpoint is called.</summary>
internal static class KeysVerb
{
    private const int MostDays = 3650;

    /// <summary>The verb.</summary>
    public static Command Command() => new("keys", "Keys of the endpoint: create, list, revoke, rotate (docs/endpoint.md)") { Create(), List(), Revoke(), Rotate() };

    private static Command Create()
    {
        var lake = Verb.Lake(required: true);
        var role = new Option<KeyRole>("--role") { Description = "What the key may do: seller, analyst, lead, data_scientist, auditor, administrator", Required = true, CustomParser = ParseRole };
        var seller = new Option<string?>("--seller") { Description = "Party id of the seller whose orders it may send" };
        var note = new Option<string>("--note") { Description = "What it is for", DefaultValueFactory = _ => "" };
        var days = Verb.Whole("--days", "Days until it expires; 365 if not given", 1, MostDays);
        var command = new Command("create", "Makes a key and prints it once") { lake, role, seller, note, days };
        command.Runs((parsed, _) =>
        {
            using KeyStore store = Open(parsed.GetValue(lake)!);
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            (ApiKey key, string text) = store.Create(parsed.GetValue(role), parsed.GetValue(seller), parsed.GetValue(note)!, now, now.AddDays(parsed.GetValue(days) ?? 365));
            Print(key, text);
        });
        return command;
    }

    private static Command List()
    {
        var lake = Verb.Lake(required: true);
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var command = new Command("list", "Shows the keys, without their secrets") { lake, json };
        command.Runs((parsed, _) =>
        {
            using KeyStore store = Open(parsed.GetValue(lake)!);
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(store.List());
                return;
            }

            foreach (ApiKey key in store.List())
            {
                string state = key.RevokedAtUtc is { } revoked ? "revoked " + Text(revoked) : "until " + Text(key.ExpiresAtUtc);
                Console.Out.WriteLine($"{key.Id}  {JsonNamingPolicy.SnakeCaseLower.ConvertName(key.Role.ToString())}{(key.SellerId is null ? "" : " " + key.SellerId)}  {state}  "
                    + $"{(key.LastUsedAtUtc is { } used ? "used " + Text(used) : "never used")}{(key.ReplacedBy is null ? "" : "  replaced by " + key.ReplacedBy)}  {key.Note}");
            }
        });
        return command;
    }

    private static Command Revoke()
    {
        var lake = Verb.Lake(required: true);
        var id = new Argument<string>("id") { Description = "The key's id, as 'screening keys list' shows it" };
        var command = new Command("revoke", "Refuses a key from now on; a running endpoint within seconds") { id, lake };
        command.Runs((parsed, _) =>
        {
            using KeyStore store = Open(parsed.GetValue(lake)!);
            store.Revoke(parsed.GetValue(id)!, TimeProvider.System.GetUtcNow().UtcDateTime);
            Console.Out.WriteLine($"revoked {parsed.GetValue(id)}");
        });
        return command;
    }

    private static Command Rotate()
    {
        var lake = Verb.Lake(required: true);
        var id = new Argument<string>("id") { Description = "The key's id" };
        var overlap = Verb.Whole("--overlap-hours", "Hours for which the old key still holds; 24 if not given", 0, 24 * 90);
        var days = Verb.Whole("--days", "Days until the new key expires; 365 if not given", 1, MostDays);
        var command = new Command("rotate", "Makes a key that takes another's place, prints it once, and lets both hold for a while") { id, lake, overlap, days };
        command.Runs((parsed, _) =>
        {
            using KeyStore store = Open(parsed.GetValue(lake)!);
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            (ApiKey key, string text) = store.Rotate(parsed.GetValue(id)!, now, TimeSpan.FromHours(parsed.GetValue(overlap) ?? 24), now.AddDays(parsed.GetValue(days) ?? 365));
            Print(key, text);
        });
        return command;
    }

    private static KeyStore Open(string lake) => Directory.Exists(lake) ? KeyStore.Open(Lake.Open(lake).FullPath) : throw new UsageException($"there is no lake at {lake}; 'screening ingest' begins one");

    private static void Print(ApiKey key, string text)
    {
        Console.Out.WriteLine(text);
        Console.Error.WriteLine($"screening: key {key.Id} holds until {Text(key.ExpiresAtUtc)}; it is shown this once and kept nowhere");
    }

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static KeyRole ParseRole(System.CommandLine.Parsing.ArgumentResult result)
    {
        foreach (KeyRole role in Enum.GetValues<KeyRole>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString()) == result.Tokens[0].Value) return role;
        }

        result.AddError($"--role is '{result.Tokens[0].Value}'; accepted: {string.Join(", ", Enum.GetNames<KeyRole>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}");
        return KeyRole.Auditor;
    }
}
