using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Conductor.Benchmarks;

/// <summary>How a program is published.</summary>
internal enum PublishMode
{
    /// <summary>Runs on the installed .NET, compiled as it starts: the sidecar of <c>npm run build</c>.</summary>
    FrameworkDependent,

    /// <summary>Brings .NET along, compiled ahead of time: the sidecar in the VSIX.</summary>
    SelfContained,

    /// <summary>As a new console project is built: no setting of ours.</summary>
    Plain,
}

/// <summary>A program of a few lines to compare with, published as the sidecar is and with its runtime settings; built once into the cache.</summary>
/// <param name="Name">Of its folder and its executable.</param>
/// <param name="Source">C#.</param>
/// <param name="References">Elements of an MSBuild item group.</param>
internal sealed record SmallProgram(string Name, string Source, string References = "")
{
    private const string SidecarSettings = """
            <InvariantGlobalization>true</InvariantGlobalization>
            <TieredPGO>false</TieredPGO>
            <ConcurrentGarbageCollection>false</ConcurrentGarbageCollection>
            <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
        """;

    /// <summary>The path of the program, built when it is not there yet.</summary>
    /// <exception cref="InvalidOperationException">It could not be built.</exception>
    public async Task<string> PublishAsync(PublishMode mode, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(RepositoryFolders.Cache, $"{Name}-{mode}");
        string program = Path.Combine(folder, "published", OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        if (File.Exists(program))
        {
            return program;
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.csproj"), Project(mode == PublishMode.Plain ? "" : SidecarSettings), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Source, cancellationToken);
        foreach (string shared in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            // Empty ones here keep the repository's own away.
            await File.WriteAllTextAsync(Path.Combine(folder, shared), "<Project />\n", cancellationToken);
        }

        string[] arguments = ["publish", "-c", "Release", "-o", "published", "--nologo", "-v", "q", "-nodeReuse:false"];
        string[] selfContained = ["-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-p:PublishReadyToRun=true"];
        var start = new ProcessStartInfo("dotnet", mode == PublishMode.SelfContained ? [.. arguments, .. selfContained] : arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process build = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        string output = await build.StandardOutput.ReadToEndAsync(cancellationToken);
        await build.WaitForExitAsync(cancellationToken);
        return build.ExitCode == 0 && File.Exists(program) ? program
            : throw new InvalidOperationException($"The program to compare with could not be built in {folder}:\n{output}");
    }

    private string Project(string settings) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <AssemblyName>{Name}</AssemblyName>
            <UseSharedCompilation>false</UseSharedCompilation>
        {settings}
          </PropertyGroup>
          <ItemGroup>{References}</ItemGroup>
        </Project>
        """;
}
