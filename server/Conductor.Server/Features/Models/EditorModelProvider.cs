using System.Collections.Immutable;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Features.Models;

/// <summary>The models that the editor itself has, of whatever extensions bring them: reached over the wire, with the editor's own accounts.</summary>
internal sealed class EditorModelProvider(EditorModels editor) : IModelProvider
{
    /// <summary>The first part of the ids of the editor's models.</summary>
    public const string ProviderName = "editor";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public string Label => "Editor (VS Code)";

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => [];

    /// <inheritdoc/>
    public string? AddressVariable => null;

    /// <summary>It has none: the client is asked.</summary>
    public Uri DefaultAddress { get; } = new("vscode:lm");

    /// <inheritdoc/>
    public bool NeedsKey => false;

    /// <summary>The editor's models run elsewhere, and somebody pays for them.</summary>
    public bool IsLocal => false;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => new EditorChatClient(editor, model);

    /// <inheritdoc/>
    public async Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        [.. (await editor.ListAsync(cancellationToken)).Select(model => new ListedModel(model.Id, model.Name, ContextWindow: model.MaxInputTokens))];
}
