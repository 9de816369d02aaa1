using System.Collections.Immutable;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Gemini;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

public sealed class GeminiConformanceTests(FakeProviders fake) : ProviderConformance(fake)
{
    protected override string Folder => "gemini";

    protected override IModelProvider Provider { get; } = new GeminiProvider();

    protected override string Model => "gemini-2.5-flash-lite";

    /// <summary>Calls come whole, with arguments that are JSON already.</summary>
    protected override ImmutableArray<string> Inexpressible => ["cutInToolCallThenText", "invalidArguments"];

    protected override IReadOnlyList<string> ListedNames =>
        ["gemini-2.0-flash", "gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-2.5-pro", "gemini-3-pro-preview"];
}
