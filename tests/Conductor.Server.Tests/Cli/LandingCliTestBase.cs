namespace Conductor.Server.Tests.Cli;

/// <summary>Workspaces that are repositories, with tickets that write files there.</summary>
public abstract class LandingCliTestBase : IDisposable
{
    private protected const string OneTicket = """[{ "id": "A", "description": "Write." }]""";
    private protected const string TwoTickets = """[{ "id": "A", "description": "Write." }, { "id": "B", "description": "Write." }]""";

    private readonly List<CliWorkspace> _workspaces = [];

    public void Dispose()
    {
        _workspaces.ForEach(workspace => workspace.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>A file as it stands on the integration branch.</summary>
    private protected static string Landed(CliWorkspace workspace, string path) =>
        workspace.Git("show", $"{workspace.Git("for-each-ref", "--format=%(refname)", "refs/heads/conductor/*/integration")}:{path}");

    private protected static string Finish => Call("finish", """{ "verdict": "completed", "summary": "It is written." }""");

    private protected static string Writes(string path, string content) => Call("write_file", $$"""{ "path": "{{path}}", "content": "{{content}}" }""");

    private static string Call(string tool, string arguments) =>
        $$"""{ "text": "", "toolCalls": [{ "name": "{{tool}}", "arguments": {{arguments}} }], "usage": { "inputTokens": 10, "outputTokens": 1 } }""";

    /// <summary>Two tickets that write the same lines; the second to land is given a turn to bring both together.</summary>
    private protected CliWorkspace InConflict()
    {
        string Turns(string content) => $"[{Writes("shared.txt", content)}, {Finish}, {Writes("shared.txt", "both")}, {Finish}]";
        return Begin(TwoTickets, $$"""{ "A": {{Turns("from A")}}, "B": {{Turns("from B")}} }""");
    }

    private protected CliWorkspace Begin(string track, string script = CliWorkspace.WritesAndFinishes) => Keep(new CliWorkspace(track, script)).Committed();

    private protected CliWorkspace Keep(CliWorkspace workspace)
    {
        _workspaces.Add(workspace);
        return workspace;
    }
}
