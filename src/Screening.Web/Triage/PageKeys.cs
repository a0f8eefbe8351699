using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Screening.Data.Store;

namespace Screening.Web.Triage;

/// <summary>The keys that seal sessions and forms, in the store: they outlive the process, and all servers of a store have the same.</summary>
internal sealed class PageKeys(StoreAddress store, TimeProvider clock) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var users = UserStore.Open(store);
        return [.. users.PageKeys().Select(k => XElement.Parse(k))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        using var users = UserStore.Open(store);
        users.AddPageKey(friendlyName, element.ToString(SaveOptions.DisableFormatting), clock.GetUtcNow().UtcDateTime);
    }
}
