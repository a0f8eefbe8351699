using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Policies;
using Screening.Web.Packs;

namespace Screening.Web.Triage;

/// <summary>The pages that analysts work in, beside the endpoint: how they are set up and where they are.</summary>
internal static class TriagePages
{
    private const string Compliance = "compliance";

    // Chosen cases, each a value, and what is around them.
    private const int BulkMost = Pages.BulkModel.Most + 64;

    /// <summary>Adds what the pages need.</summary>
    public static void Add(IServiceCollection services, StoreAddress store, Policy policy, TimeProvider clock, PackLake lake, PageSources sources)
    {
        services.AddSingleton(lake);
        services.AddSingleton(sources);
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddScoped(_ => new Desk(store, policy, clock));
        services.AddDataProtection().SetApplicationName("screening");
        services.AddSingleton<IXmlRepository>(new PageKeys(store, clock));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = s.GetRequiredService<IXmlRepository>()));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(SignedIn.Configure);
        services.AddAuthorizationBuilder().AddPolicy(
            Compliance, p => p.RequireRole(Enum.GetValues<CaseRole>().Where(r => !CasePermissions.IsSales(r) && r != CaseRole.System).Select(r => r.ToString())));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "screening-form";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = PageGate.MostBytes;
            form.ValueLengthLimit = 128 << 10;
            form.ValueCountLimit = BulkMost;
        });
        services.AddRazorPages(options =>
        {
            options.Conventions.AuthorizeFolder("/", Compliance);
            options.Conventions.AllowAnonymousToPage("/SignIn");
            options.Conventions.AllowAnonymousToPage("/SignOut");

            // It asks by itself who comes: it is for those whom the policy of all others turns away.
            options.Conventions.AllowAnonymousToPage("/HandIn");
            options.Conventions.ConfigureFilter(new ForgedForms());
        }).AddApplicationPart(typeof(TriagePages).Assembly);
    }

    /// <summary>Puts the pages' own steps into the pipeline and says where they are.</summary>
    public static void Map(WebApplication app)
    {
        app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<OfPages>() is not null, pages =>
        {
            // Every cookie, whoever sets it. Browsers send them to a loopback address without TLS as well.
            pages.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always, HttpOnly = HttpOnlyPolicy.Always, MinimumSameSitePolicy = SameSiteMode.Strict });
            pages.UseAuthentication();
            pages.UseAuthorization();
        });
        app.MapRazorPages().WithMetadata(new OfPages());
        app.MapGet("/assets/{hash}/{name}", PageAssets.Answer).WithMetadata(new OfPages());
    }

    // A form without its token is answered with a page, not with an empty 400.
    private sealed class ForgedForms : IAsyncAlwaysRunResultFilter
    {
        public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next) =>
            context.Result is IAntiforgeryValidationFailedResult ? PageGate.Forged(context.HttpContext) : next();
    }
}
