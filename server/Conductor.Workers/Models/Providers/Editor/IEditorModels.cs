using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Editor;

/// <summary>An editor that lends its own models. Safe to use from many workers at once.</summary>
public interface IEditorModels
{
    /// <summary>A client of one model; see <see cref="IModelProvider.Client"/>. It reports no usage, since editors tell none.</summary>
    /// <param name="model">As the editor lists it.</param>
    IChatClient Client(string model);

    /// <summary>Tokens that may be sent to a model, as far as the editor has told; null when it has not.</summary>
    int? WindowOf(string model);

    /// <summary>The models that the editor has now.</summary>
    /// <exception cref="ModelCallException">The editor cannot be asked; the message says what to do.</exception>
    Task<ImmutableArray<ListedModel>> ListAsync(CancellationToken cancellationToken);
}
