using System.Diagnostics;
using System.Text;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>A real git repository, or a plain folder, of a test's own.</summary>
/// <param name="root">An existing folder; null for a new one.</param>
internal sealed class GitFolder(string? root = null) : IDisposable
{
    public string Root { get; } = root ?? Directory.CreateTempSubdirectory("conductor-undo-").FullName;

    public string At(string path) => Path.Combine(Root, path);

    public string Read(string path) => File.ReadAllText(At(path));

    public bool Has(string path) => File.Exists(At(path));

    public void Write(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    public void WriteBytes(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path)) ?? Root);
        File.WriteAllBytes(At(path), content);
    }

    /// <summary>Makes it a repository; the settings of whoever runs the tests do not count.</summary>
    public GitFolder Init(params string[] settings)
    {
        Git("init", "-q", ".");
        foreach (string[] setting in settings.Select(setting => setting.Split('=', 2)))
        {
            Git("config", setting[0], setting[1]);
        }

        return this;
    }

    /// <summary>Commits everything.</summary>
    public GitFolder Commit()
    {
        Git("add", "-A");
        Git("-c", "user.name=A", "-c", "user.email=a@b", "commit", "-q", "-m", "All");
        return this;
    }

    /// <summary>Every file but those of git and Conductor, with mode and content, as one text.</summary>
    public string Picture()
    {
        var picture = new StringBuilder();
        foreach (string file in Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(Root, file);
            if (!path.Split('/').Any(name => name is ".git" or ".conductor"))
            {
                var info = new FileInfo(file);
                string content = info.LinkTarget is { } target ? $"-> {target}" : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
                picture.Append(path).Append(' ').Append(OperatingSystem.IsWindows() || info.LinkTarget is not null ? UnixFileMode.None : info.UnixFileMode).Append(' ').AppendLine(content);
            }
        }

        return picture.ToString();
    }

    public string Git(params string[] arguments)
    {
        (int exitCode, string output) = Run("git", arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {output}");
    }

    public void Shell(string command)
    {
        (int exitCode, string output) = Run("sh", ["-c", command]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{command}: {output}");
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Root, RedirectStandardOutput = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
