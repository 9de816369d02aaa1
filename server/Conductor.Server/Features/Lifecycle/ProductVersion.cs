using System.Reflection;

namespace Conductor.Server.Features.Lifecycle;

/// <summary>Which Conductor this is.</summary>
internal static class ProductVersion
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version is { } version
        ? version.ToString(3)
        : typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
