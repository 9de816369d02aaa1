namespace Conductor.Benchmarks;

/// <summary>The smallest .NET program, plain or published in the sidecar's way and with its runtime settings.</summary>
internal static class HelloWorld
{
    private static readonly SmallProgram Program = new("hello", "System.Console.WriteLine(\"Hello, world\");\n");

    /// <summary>The path of the program, built when it is not there yet.</summary>
    /// <exception cref="InvalidOperationException">It could not be built.</exception>
    public static Task<string> PublishAsync(PublishMode mode, CancellationToken cancellationToken) => Program.PublishAsync(mode, cancellationToken);
}
