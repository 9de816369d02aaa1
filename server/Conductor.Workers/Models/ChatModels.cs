using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conductor.Views;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>Finds the model that an id names. Safe to use from many workers at once; clients live as long as it does.</summary>
public sealed class ChatModels(ModelSources sources)
{
    private readonly ConcurrentDictionary<string, (string Text, ResolvedModel Model)> _scripted = new(StringComparer.Ordinal);
    private readonly ScriptLog? _log = sources.ScriptLogFile is { } file ? new ScriptLog(file) : null;

    /// <summary>
    /// Finds a model: <c>demo</c> or <c>script:FILE</c>. A script is read again each time, and goes on where it was when it has not changed.
    /// </summary>
    public ModelResolution Resolve(string modelId)
    {
        var id = ModelId.Parse(modelId);
        return id switch
        {
            { Provider: "demo", Name: "" } => Demo(),
            { Provider: "script", Name.Length: > 0 } => Script(id),
            { Provider: "script" } => new ModelResolution.Refused("The model 'script' needs a file: write script:FILE."),
            { Provider: "" } => new ModelResolution.Refused($"No model is named. {Known}"),
            _ => new ModelResolution.Refused($"There is no model '{modelId}'. {Known}"),
        };
    }

    /// <summary>A model's label for people, without looking whether there is such a model; the id itself for one that is not known.</summary>
    public static string LabelOf(string modelId) => ModelId.Parse(modelId) switch
    {
        { Provider: "demo", Name: "" } => DemoModel.Label,
        { Provider: "script", Name: { Length: > 0 } file } => $"Script ({Path.GetFileName(file)})",
        _ => modelId,
    };

    private const string Known = "The models that exist are demo (offline, for the sample workspace) and script:FILE (plays a recorded conversation).";

    private ModelResolution Demo()
    {
        var file = DemoModel.ScriptFile(sources.Workspace);
        return File.Exists(file)
            ? Scripted(new ModelId("demo", ""), file, DemoModel.Label, DemoModel.Playback(sources))
            : new ModelResolution.Found(_scripted.GetOrAdd("demo", id => ("", Model(id, DemoModel.Label, ModelScript.Empty, DemoModel.Playback(sources)))).Model);
    }

    private ModelResolution Script(ModelId id)
    {
        var here = Path.GetFullPath(id.Name, sources.CurrentFolder);
        var file = File.Exists(here) ? here : Path.GetFullPath(id.Name, sources.Workspace);
        if (!File.Exists(file))
        {
            return new ModelResolution.Refused(here == file
                ? $"The script '{here}' does not exist. Name an existing file after script:."
                : $"The script '{id.Name}' is neither in '{sources.CurrentFolder}' nor in '{sources.Workspace}'. Name an existing file after script:.");
        }
        var name = Path.GetFileName(file);
        return Scripted(id, file, LabelOf(id.ToString()), new ScriptPlayback(name, sources.Time, _log));
    }

    private ModelResolution Scripted(ModelId id, string file, string label, ScriptPlayback playback)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ModelResolution.Refused($"The script '{file}' cannot be read: {exception.Message} Name another file after script:.");
        }
        var key = $"{id}\0{file}";
        if (_scripted.TryGetValue(key, out var known) && known.Text == text)
        {
            return new ModelResolution.Found(known.Model);
        }
        if (ScriptReader.Read(text, out var problems) is not { } script)
        {
            return new ModelResolution.Refused($"The script '{file}' cannot be played. {Listed(problems)}");
        }
        var model = Model(id.ToString(), label, script, playback);
        _scripted[key] = (text, model);
        return new ModelResolution.Found(model);
    }

    private ResolvedModel Model(string id, string label, ModelScript script, ScriptPlayback playback)
    {
        var client = sources.Decorate(new ScriptChatClient(script, playback));
        return new ResolvedModel(id, label, client, script.HasQa ? client : null);
    }

    private static string Listed(ImmutableArray<string> problems) => string.Join(' ', problems);
}

/// <summary>Where models come from.</summary>
/// <param name="Workspace">Absolute; holds the demo's script, and scripts named by relative paths.</param>
/// <param name="CurrentFolder">Absolute; relative paths of scripts are looked for here first.</param>
/// <param name="Tokens">Counts for the demo model.</param>
/// <param name="ScriptLogFile">Where scripted models log their calls; null for nowhere.</param>
public sealed record ModelSources(
    string Workspace, string CurrentFolder, ITokenCounter Tokens, TimeProvider Time, string? ScriptLogFile = null)
{
    /// <summary>Gets each client as it is made and gives the one that is called in its place.</summary>
    public Func<IChatClient, IChatClient> Decorate { get; init; } = client => client;
}
