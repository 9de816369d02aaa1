using System.Collections.Concurrent;
using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Rpc;

/// <summary>An editor with models, at the client's end of a wire: a test says how it answers.</summary>
internal sealed class ScriptedEditor(WireClient client)
{
    /// <summary>What it lists.</summary>
    public Task<EditorModelList> List { get; set; } =
        Task.FromResult(new EditorModelList([new EditorModelInfo("test/one", "test", "small", "1", "One", 8000, CanSend: true)]));

    /// <summary>The calls that came, in order.</summary>
    public ConcurrentQueue<EditorModelCallParams> Calls { get; } = new();

    /// <summary>How it answers a call; the token fires when the call is cancelled.</summary>
    public Func<EditorModelCallParams, CancellationToken, Task<EditorModelResult>> Answer { get; set; } = (_, _) => Task.FromResult(End(0));

    public Task<EditorModelResult> AnswerAsync(EditorModelCallParams call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        return Answer(call, cancellationToken);
    }

    /// <summary>Sends one piece.</summary>
    public Task StreamAsync(EditorModelCallParams call, long sequence, params EditorModelPart[] parts) =>
        client.TellAsync("conductor/editorModel/streamed", new EditorModelStreamed(call.CallId, sequence, parts));

    /// <summary>The end of an answer of so many pieces.</summary>
    public static EditorModelResult End(long pieces, EditorModelFinish finish = EditorModelFinish.Stop) => new(finish, pieces);

    /// <summary>A part that says something.</summary>
    public static EditorModelPart Say(string text) => new(Text: text);
}
