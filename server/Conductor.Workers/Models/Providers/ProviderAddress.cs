using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Conductor.Workers.Models.Providers;

/// <summary>Addresses of providers, as people write them.</summary>
public static class ProviderAddress
{
    private static readonly string[] PrivateEndings = [".local", ".lan", ".internal", ".home.arpa", ".localhost"];

    /// <summary>Reads an address. Without a scheme it is <c>http</c>, and then without a port <paramref name="bareDefault"/>'s.</summary>
    /// <param name="bareDefault">Gives the port of an address without a scheme; null when such addresses are not taken.</param>
    /// <param name="address">Without a trailing slash.</param>
    /// <returns>False when it is no http or https address, or holds a user name, a query or a fragment.</returns>
    public static bool TryRead(string text, Uri? bareDefault, [NotNullWhen(true)] out Uri? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var trimmed = text.Trim().TrimEnd('/');
        var isBare = !trimmed.Contains("://", StringComparison.Ordinal);
        if (trimmed.Length == 0 || (isBare && bareDefault is null) || !Uri.TryCreate(isBare ? $"http://{Host(trimmed)}" : trimmed, UriKind.Absolute, out var uri))
        {
            return false;
        }
        if (uri.Scheme is not ("http" or "https") || uri.Host.Length == 0 || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return false;
        }
        var builder = new UriBuilder(uri);
        if (isBare && bareDefault is not null && !HasPort(trimmed))
        {
            builder.Port = bareDefault.Port;
        }
        if (uri.Host is "0.0.0.0" or "[::]")
        {
            // What a server listens at is no address to call.
            builder.Host = "127.0.0.1";
        }
        address = builder.Uri;
        return true;
    }

    /// <summary>It is on this machine or in a network of one's own, where servers seldom ask for keys.</summary>
    public static bool IsPrivate(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var host = address.DnsSafeHost;
        return address.IsLoopback || (IPAddress.TryParse(host, out var ip)
            ? IsPrivate(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip)
            : !host.Contains('.', StringComparison.Ordinal) || PrivateEndings.Any(ending => host.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsPrivate(IPAddress ip)
    {
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal || IPAddress.IsLoopback(ip);
        }
        return ip.GetAddressBytes() is [10, ..] or [127, ..] or [192, 168, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..];
    }

    private static string Host(string bare) => bare.StartsWith(':') ? $"127.0.0.1{bare}" : bare;

    private static bool HasPort(string bare)
    {
        var authority = bare.Split('/')[0];
        return authority.LastIndexOf(':') > authority.LastIndexOf(']');
    }
}
