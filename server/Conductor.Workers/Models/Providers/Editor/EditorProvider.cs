using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Editor;

/// <summary>The models that the editor itself has, of whatever extensions bring them, with the editor's own accounts.</summary>
/// <param name="editor">Null: no editor is at the other end, as in a terminal.</param>
public sealed class EditorProvider(IEditorModels? editor) : IModelProvider
{
    /// <summary>The first part of the ids of the editor's models.</summary>
    public const string ProviderName = "editor";

    /// <summary>Why nothing of it can be called where there is no editor.</summary>
    public const string OnlyInAnEditor =
        "The editor's own models (editor:…) exist only in VS Code, for runs that are started there. Choose another model for the command line and for other clients.";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public string Label => "Editor (VS Code)";

    /// <inheritdoc/>
    public string? Absence => editor is null ? OnlyInAnEditor : null;

    /// <inheritdoc/>
    public ImmutableArray<string> KeyVariables => [];

    /// <inheritdoc/>
    public string? AddressVariable => null;

    /// <summary>It has none: the editor at the other end is asked.</summary>
    public Uri DefaultAddress { get; } = new("vscode:lm");

    /// <inheritdoc/>
    public bool NeedsKey => false;

    /// <summary>They run elsewhere, and somebody pays for them.</summary>
    public bool IsLocal => false;

    /// <inheritdoc/>
    public IChatClient Client(string model, ProviderAccess access) => (editor ?? throw Absent()).Client(model);

    /// <inheritdoc/>
    public int? WindowOf(string model, ProviderAccess access) => editor?.WindowOf(model);

    /// <inheritdoc/>
    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken) =>
        (editor ?? throw Absent()).ListAsync(cancellationToken);

    private static ModelCallException Absent() => new(ModelFailureKind.UnknownModel, OnlyInAnEditor);
}
