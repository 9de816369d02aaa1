using Conductor.Workers.Models.Providers;

namespace Conductor.Workers.Tests.Models.Providers.OpenAI;

/// <summary>What both of OpenAI's protocols have alike on the fake server.</summary>
internal static class OpenAIListed
{
    public static IReadOnlyList<string> Names { get; } = ["gpt-4.1", "gpt-4o-mini", "gpt-5-mini", "gpt-5.1", "o4-mini"];

    /// <summary>The version is a part of the base address.</summary>
    public static ProviderAccess Below(ProviderAccess access) => access with { Address = new Uri($"{access.Address}/v1") };
}
