using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Screening.Tests.Web.Triage;

/// <summary>A browser without a screen: keeps cookies as a browser on the loopback does, finds the token of a form, and follows nothing.</summary>
internal sealed partial class TriageClient(Uri server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = server };
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>What the server said of each cookie, the last time it set it.</summary>
    public Dictionary<string, string> Set { get; } = new(StringComparer.Ordinal);

    /// <summary>Signs in.</summary>
    public static async Task<TriageClient> SignedIn(Uri server, string name)
    {
        var client = new TriageClient(server);
        using HttpResponseMessage answer = await client.SignIn(name, TriagePlace.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    public async Task<HttpResponseMessage> SignIn(string name, string password, string back = "") =>
        await Post("/sign-in" + back, ("__RequestVerificationToken", await Token("/sign-in")), ("name", name), ("password", password));

    public Task<HttpResponseMessage> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task<string> Text(string path)
    {
        using HttpResponseMessage answer = await Get(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<string> Token(string path) => WebUtility.HtmlDecode(TokenField().Match(await Text(path)).Groups["token"].Value);

    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) });

    /// <summary>Sends a form of a case, with its token.</summary>
    public async Task<HttpResponseMessage> Act(string caseId, string handler, params (string Name, string Value)[] fields) =>
        await Post($"/cases/{caseId}?handler={handler}", [("__RequestVerificationToken", await Token("/cases/" + caseId)), .. fields]);

    public async Task<HttpResponseMessage> Upload(string caseId, string name, byte[] content, string? token = null)
    {
        token ??= await Token("/cases/" + caseId);
        var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(content), "upload", name } };
        return await Send(new HttpRequestMessage(HttpMethod.Post, $"/cases/{caseId}?handler=Attach") { Content = form });
    }

    /// <summary>Sends a form with a file.</summary>
    public Task<HttpResponseMessage> Form(string path, MultipartFormDataContent form) => Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = form });

    /// <summary>Hands a paper in, with the token of its page.</summary>
    public async Task<HttpResponseMessage> HandIn((string Name, string Value)[] fields, byte[]? file)
    {
        var form = new MultipartFormDataContent { { new StringContent(await Token("/hand-in")), "__RequestVerificationToken" } };
        foreach ((string name, string value) in fields) form.Add(new StringContent(value), name);
        if (file is not null) form.Add(new ByteArrayContent(file), "upload", "euc.pdf");
        return await Form("/hand-in", form);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Accept.ParseAdd("text/html");
            if (_cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
            HttpResponseMessage answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            foreach (string cookie in answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? all) ? all : [])
            {
                string[] parts = cookie.Split(';')[0].Split('=', 2);
                Set[parts[0]] = cookie;
                if (parts[1].Length == 0) _cookies.Remove(parts[0]);
                else _cookies[parts[0]] = parts[1];
            }

            return answer;
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenField();
}
