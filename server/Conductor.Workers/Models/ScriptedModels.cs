using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Conductor.Workers.Models;

/// <summary>Models that play a script: the demo's, or one that a person names. Safe to use from many workers at once.</summary>
internal sealed class ScriptedModels(ModelSources sources)
{
    private static readonly ModelFacts PlayedHere = new(IsLocal: true) { IsFree = true };

    private readonly ConcurrentDictionary<string, (string Text, ResolvedModel Model)> _known = new(StringComparer.Ordinal);
    private readonly ScriptLog? _log = sources.ScriptLogFile is { } file ? new ScriptLog(file) : null;

    /// <summary>The demo; one that only says so where the workspace has no script.</summary>
    public ModelResolution Demo()
    {
        var file = DemoModel.ScriptFile(sources.Workspace);
        return File.Exists(file)
            ? Played(new ModelId("demo", ""), file, DemoModel.Label, DemoModel.Playback(sources))
            : new ModelResolution.Found(_known.GetOrAdd("demo", id => ("", Model(id, DemoModel.Label, ModelScript.Empty, DemoModel.Playback(sources)))).Model);
    }

    /// <summary>The script that an id names. It is read again each time, and goes on where it was when it has not changed.</summary>
    public ModelResolution Script(ModelId id, string label)
    {
        var here = Path.GetFullPath(id.Name, sources.CurrentFolder);
        var file = File.Exists(here) ? here : Path.GetFullPath(id.Name, sources.Workspace);
        if (!File.Exists(file))
        {
            return new ModelResolution.Refused(here == file
                ? $"The script '{here}' does not exist. Name an existing file after script:."
                : $"The script '{id.Name}' is neither in '{sources.CurrentFolder}' nor in '{sources.Workspace}'. Name an existing file after script:.");
        }
        return Played(id, file, label, new ScriptPlayback(Path.GetFileName(file), sources.Time, _log));
    }

    private ModelResolution Played(ModelId id, string file, string label, ScriptPlayback playback)
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
        if (_known.TryGetValue(key, out var known) && known.Text == text)
        {
            return new ModelResolution.Found(known.Model);
        }
        if (ScriptReader.Read(text, out var problems) is not { } script)
        {
            return new ModelResolution.Refused($"The script '{file}' cannot be played. {Listed(problems)}");
        }
        var model = Model(id.ToString(), label, script, playback);
        _known[key] = (text, model);
        return new ModelResolution.Found(model);
    }

    private ResolvedModel Model(string id, string label, ModelScript script, ScriptPlayback playback)
    {
        var client = sources.Decorate(new ScriptChatClient(script, playback));
        return new ResolvedModel(id, label, client, script.HasQa ? client : null) { Facts = PlayedHere, QaFacts = PlayedHere };
    }

    private static string Listed(ImmutableArray<string> problems) => string.Join(' ', problems);
}
