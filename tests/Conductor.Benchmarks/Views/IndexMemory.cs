using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Conductor.Benchmarks.Views;

/// <summary>
/// The memory of a sidecar that has read 30 MB of C# to know what a view's code uses of other files: the corpus as often as it takes, each time in namespaces of
/// its own.
/// </summary>
internal static partial class IndexMemory
{
    private const double Megabytes = 30;
    private const string Unknown = "are not known";
    private const string OtherPart = "Other.cs";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Measures with the sidecar that users get.</summary>
    /// <exception cref="InvalidOperationException">It does not come to know them.</exception>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CSharpCorpus corpus, CancellationToken cancellationToken)
    {
        string workspace = RepositoryFolders.NewTemporary();
        try
        {
            double written = Fill(workspace, corpus);
            await using SidecarUnderTest sidecar = await SidecarUnderTest.StartAsync(SidecarUnderTest.ReadyToRun, workspace, cancellationToken);
            long start = Stopwatch.GetTimestamp();

            // Where else a type is declared is known once everything has been read, and needs nothing but what was read.
            await UntilAsync(sidecar, "Part.cs", "skeleton", view => view.Contains(OtherPart, StringComparison.Ordinal), cancellationToken);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            (double indexed, double mostWhileReading) = (sidecar.Megabytes, sidecar.PeakMegabytes);
            await UntilAsync(sidecar, "Asked.cs", "curated", view => !view.Contains(Unknown, StringComparison.Ordinal), cancellationToken);
            return
            [
                new Figure($"{written:F0} MB of C# indexed by a sidecar", seconds, "s"),
                new Figure("its memory then", indexed, "MB", Target.AtMost(200)),
                new Figure("the most memory it has had until then", mostWhileReading, "MB", Target.AtMost(200)),
                new Figure("who uses a member, asked of them for the first time", Stopwatch.GetElapsedTime(start).TotalSeconds - seconds, "s"),
                new Figure("its memory after the answer", sidecar.Megabytes, "MB", Target.AtMost(200)),
                new Figure("the most memory while it answered", sidecar.PeakMegabytes, "MB"),
            ];
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    /// <summary>Asks for a view again and again until it has what is waited for.</summary>
    private static async Task UntilAsync(SidecarUnderTest sidecar, string path, string level, Func<string, bool> isKnown, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isKnown(await sidecar.AskAsync("conductor/view/get", $$"""{"path":"{{path}}","level":"{{level}}"}""", cancellationToken)))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"The sidecar does not know what is around {path} after {Patience.TotalMinutes} minutes.");
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private static double Fill(string workspace, CSharpCorpus corpus)
    {
        // What is asked about has a body, so that there is something to look around from.
        File.WriteAllText(Path.Combine(workspace, "Asked.cs"), "class Asked\n{\n    int Two() => One() + 1;\n\n    // [HOT]\n    int One()\n    {\n        return 1;\n    }\n}\n");
        // A small file is shown whole, without a word about others.
        string body = string.Concat(Enumerable.Repeat("        System.Console.WriteLine(\"One of many lines.\");\n", 100));
        File.WriteAllText(Path.Combine(workspace, "Part.cs"), $"partial class Parted\n{{\n    void Say()\n    {{\n{body}    }}\n}}\n");
        File.WriteAllText(Path.Combine(workspace, OtherPart), "partial class Parted\n{\n    int Two;\n}\n");
        double written = 0;
        for (int copy = 1; written < Megabytes * 1e6; copy++)
        {
            foreach ((string path, string text) in corpus.Files)
            {
                if (written >= Megabytes * 1e6)
                {
                    break;
                }

                string own = NamespaceName().Replace(text, match => string.Create(CultureInfo.InvariantCulture, $"{match.Value}Copy{copy}."));
                string target = Path.Combine(workspace, string.Create(CultureInfo.InvariantCulture, $"copy-{copy}"), path);
                Directory.CreateDirectory(Path.GetDirectoryName(target) ?? workspace);
                File.WriteAllText(target, own);
                written += Encoding.UTF8.GetByteCount(own);
            }
        }

        return written / 1e6;
    }

    [GeneratedRegex(@"^(namespace|using)\s+(?=(Conductor|Newtonsoft|Microsoft\.Build|OllamaSharp|Polly)\b)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceName();
}
