using Conductor.Server.Hosting;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>What can be wrong with a track file beyond its own text: beside the other files of its workspace, and with the models there are.</summary>
/// <param name="paths">Workspace-relative paths of every track file.</param>
internal sealed class TrackChecks(ConductorWorkspace workspace, TrackDocuments documents, Func<IReadOnlyList<string>> paths)
{
    /// <summary>
    /// What is wrong with a document as it is being typed: the same checks as when it is loaded, and models that do not exist. Those do not
    /// keep a file from being loaded (a script can be written later), but no worker gets past its gate with one.
    /// </summary>
    public TrackCheck Check(string path, string text)
    {
        TrackFileReading reading = TrackFileReader.Read(text);
        return new TrackCheck([.. reading.Problems, .. Clashes(path, reading), .. UnknownModels.In(reading, workspace.Models.WhyUnknown)], reading.Warnings, reading.Tickets.Length);
    }

    /// <summary>The id of another file of the workspace that this one repeats; empty when it repeats none.</summary>
    public IEnumerable<TrackFileProblem> Clashes(string path, TrackFileReading reading)
    {
        if (reading.Id is null)
        {
            return [];
        }

        var readings = new List<KeyValuePair<string, TrackFileReading>> { new(path, reading) };
        foreach (string other in paths().Where(other => other != path && File.Exists(documents.FullPath(other))))
        {
            try
            {
                readings.Add(new(other, documents.IdentityOf(other)));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // The other file's problem, which shows where that one is opened; it claims no id that can be known.
            }
        }

        return TrackIdentity.Clashes(readings).TryGetValue(path, out TrackFileProblem? clash) ? [clash] : [];
    }
}
