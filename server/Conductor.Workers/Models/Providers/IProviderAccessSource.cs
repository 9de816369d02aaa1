namespace Conductor.Workers.Models.Providers;

/// <summary>Says how providers are reached now. Safe to use from many threads; what it says may change between two calls.</summary>
public interface IProviderAccessSource
{
    /// <summary>How this provider is reached now; without a key when none is set.</summary>
    ProviderAccess For(IModelProvider provider);
}
