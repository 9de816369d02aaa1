using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace Conductor.Workers.Projects;

/// <summary>The assemblies that a workspace's code may use: the framework that the engine itself runs on, and the packages that were restored.</summary>
internal static class ReferencedAssemblies
{
    /// <summary>More of them would take longer to open than what they tell is worth.</summary>
    private const int MostPackageFiles = 400;

    // Opened once for the life of the process, since each holds memory outside the heap: the framework's, and packages by file and time.
    private static readonly Lazy<ImmutableArray<PortableExecutableReference>> Framework = new(() => [.. OfFramework()]);
    private static readonly ConcurrentDictionary<(string File, DateTime Written), PortableExecutableReference> Packages = new();

    /// <summary>All of them; where a package brings what the framework has too, the framework's.</summary>
    /// <param name="assetFiles">Absolute paths of <c>obj/project.assets.json</c>. One that cannot be read is passed over.</param>
    public static IEnumerable<MetadataReference> Of(IEnumerable<string> assetFiles)
    {
        var framework = Framework.Value;
        var names = framework.Select(reference => Path.GetFileName(reference.FilePath)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. framework, .. OfPackages(assetFiles).Where(reference => !names.Contains(Path.GetFileName(reference.FilePath)))];
    }

    /// <summary>The framework's, without the engine's own.</summary>
    private static IEnumerable<PortableExecutableReference> OfFramework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return string.IsNullOrEmpty(folder) ? [] : Directory.EnumerateFiles(folder, "*.dll")
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll"))
            .Order(StringComparer.Ordinal)
            .Select(Map)
            .OfType<PortableExecutableReference>();
    }

    /// <summary>Those that restored projects compile against; of several versions of one the last by name.</summary>
    private static IEnumerable<PortableExecutableReference> OfPackages(IEnumerable<string> assetFiles) => assetFiles
        .SelectMany(Compiled)
        .GroupBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
        .OrderBy(files => files.Key, StringComparer.Ordinal)
        .Take(MostPackageFiles)
        .Select(files => files.Max(StringComparer.Ordinal))
        .OfType<string>()
        .Select(file => Packages.GetOrAdd((file, File.GetLastWriteTimeUtc(file)), known => Open(known.File)));

    private static List<string> Compiled(string assetFile)
    {
        try
        {
            using var stream = File.OpenRead(assetFile);
            using var assets = JsonDocument.Parse(stream);
            var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).Where(IsHere).ToList();
            var target = assets.RootElement.GetProperty("targets").EnumerateObject().FirstOrDefault();
            return target.Value.ValueKind != JsonValueKind.Object ? [] : [.. target.Value.EnumerateObject()
                .Where(library => library.Value.TryGetProperty("compile", out _))
                .SelectMany(library => library.Value.GetProperty("compile").EnumerateObject().Select(file => Path.Combine(library.Name.ToLowerInvariant(), file.Name)))
                .Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                .Select(file => folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists))
                .OfType<string>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>A folder of another machine is not opened because a file names it: to look there is to sign in there.</summary>
    private static bool IsHere(string folder) => Path.IsPathFullyQualified(folder) && !folder.StartsWith(@"\\", StringComparison.Ordinal) && !folder.StartsWith("//", StringComparison.Ordinal);

    /// <summary>Reads what the assembly declares and leaves its code, which takes several times the memory.</summary>
    private static PortableExecutableReference Open(string file) =>
        AssemblyMetadata.CreateFromStream(File.OpenRead(file), PEStreamOptions.PrefetchMetadata).GetReference(filePath: file);

    /// <summary>
    /// Of an assembly of the framework, which nobody writes to while it is in use, only what is looked at takes memory: the file is mapped, for the life of the process.
    /// </summary>
    /// <returns>Null for a library that is no assembly.</returns>
    private static PortableExecutableReference? Map(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new PEReader(stream);
        if (!reader.HasMetadata)
        {
            return null;
        }

        var headers = reader.PEHeaders;
        var map = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = map.CreateViewAccessor(headers.MetadataStartOffset, headers.MetadataSize, MemoryMappedFileAccess.Read);
        var start = view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)view.PointerOffset;
        var module = ModuleMetadata.CreateFromMetadata(start, headers.MetadataSize, () => Unmap(map, view));
        return AssemblyMetadata.Create(module).GetReference(filePath: file);
    }

    private static void Unmap(MemoryMappedFile map, MemoryMappedViewAccessor view)
    {
        view.Dispose();
        map.Dispose();
    }
}
