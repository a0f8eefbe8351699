using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>Who signs in, from the command line.</summary>
public sealed class UsersVerbTests
{
    private const string Secret = "correct horse battery staple";

    [Fact]
    public void UsersAreMadeListedAndDisabledAndNoPasswordIsShownOrKept()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"];
        Directory.CreateDirectory(lake);
        (int code, string output, string errors) = ScreeningProcess.RunWith(Secret + "\nnot this line\n", "users", "add", "Ann", "--role", "analyst", "--by", "Root", "--lake", lake);
        Assert.True(code == 0, errors);
        Assert.Equal("Ann signs in as an analyst", output.Trim());
        Refused("accepted: 12 to 200", ScreeningProcess.RunWith("short\n", "users", "add", "Bo", "--role", "lead", "--lake", lake));
        Refused("there is no password on standard input", ScreeningProcess.RunWith("", "users", "add", "Bo", "--role", "lead", "--lake", lake));
        Refused("--role is 'system'; accepted: seller", ScreeningProcess.RunWith(Secret, "users", "add", "Bo", "--role", "system", "--lake", lake));
        Refused("there is a user ANN already", ScreeningProcess.RunWith(Secret, "users", "add", "ANN", "--role", "lead", "--lake", lake));
        Refused("there is no user Cy", ScreeningProcess.Run("users", "disable", "Cy", "--lake", lake));
        Assert.Equal(0, ScreeningProcess.Run("users", "disable", "ann", "--lake", lake).Code);
        Assert.Contains("Ann  analyst  disabled", ScreeningProcess.Run("users", "list", "--lake", lake).Output, StringComparison.Ordinal);
        Assert.Equal(0, ScreeningProcess.RunWith(Secret + "!\n", "users", "passwd", "Ann", "--lake", lake).Code);
        string json = ScreeningProcess.Run("users", "list", "--json", "--lake", lake).Output;
        JsonElement user = JsonDocument.Parse(json).RootElement[0];
        Assert.Equal(("Ann", "analyst", JsonValueKind.Null), (user.GetProperty("name").GetString(), user.GetProperty("role").GetString(), user.GetProperty("disabled_at_utc").ValueKind));
        Assert.DoesNotContain("stamp", json, StringComparison.Ordinal);
        Assert.DoesNotContain("pbkdf2", json, StringComparison.Ordinal);
        string log = ScreeningProcess.Run("audit", "export", "--lake", lake).Output;
        Assert.Contains("user_added", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log, StringComparison.Ordinal);
    }

    private static void Refused(string said, (int Code, string Output, string Errors) ended)
    {
        Assert.NotEqual(0, ended.Code);
        Assert.Contains(said, ended.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }
}
