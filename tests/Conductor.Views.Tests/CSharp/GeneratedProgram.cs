using System.Text;

namespace Conductor.Views.Tests.CSharp;

/// <summary>A program that compiles as far as its syntax goes, made up from a seed, and what is known of it because it was made up.</summary>
internal sealed partial class GeneratedProgram
{
    private const int DeepestType = 3;

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly string _indentation;
    private int _next;

    private GeneratedProgram(int seed)
    {
        _random = new Random(seed);
        _indentation = Chance(3) ? "\t" : "    ";
        File();
        var text = _text.ToString();
        Text = (Chance(4) ? "\uFEFF" : string.Empty) + (Chance(3) ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text);
        Bodies = [.. Bodies.Select(body => Text.Contains("\r\n", StringComparison.Ordinal) ? body.Replace("\n", "\r\n", StringComparison.Ordinal) : body)];
    }

    public string Text { get; }

    /// <summary>Every declaration from its modifiers to the end of its signature, each unlike any other.</summary>
    public List<string> Signatures { get; } = [];

    /// <summary>Full names of members with a body of their own that may be left out, with <see cref="Bodies"/> in the same order.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The bodies, byte for byte.</summary>
    public List<string> Bodies { get; private set; } = [];

    /// <summary>Words that stand in bodies that must be left out of a skeleton, and nowhere else.</summary>
    public List<string> Inside { get; } = [];

    public static GeneratedProgram Of(int seed) => new(seed);

    private void File()
    {
        _text.Append(Chance(3) ? "// Copyright (c) Example.\n// Licensed as it is.\n// All of it.\n\n" : string.Empty);
        _text.Append(Chance(5) ? "#define TRIED\n#nullable enable\n" : string.Empty);
        _text.Append("using System;\nusing static System.Math;\n\n");
        _text.Append(Chance(5) ? "[assembly: CLSCompliant(true)] // for { all }\n\n" : string.Empty);
        var mayBeInOneSpace = !TopLevelStatements() && Chance(3);
        if (mayBeInOneSpace)
        {
            Signature(0, $"namespace Space{_next++}x.Inner;");
            _text.Append('\n');
        }

        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            if (!mayBeInOneSpace && Chance(4))
            {
                Space(0);
            }
            else
            {
                Type(0, string.Empty);
            }
        }
    }

    private bool TopLevelStatements()
    {
        if (!Chance(4))
        {
            return false;
        }

        var word = Word();
        Inside.Add(word);
        _text.Append("var ").Append(word).Append(" = 1;\nint Local").Append(word).Append("() => ").Append(word).Append(";\nConsole.WriteLine(Local").Append(word).Append("());\n\n");
        return true;
    }

    private void Space(int depth)
    {
        Signature(depth, $"namespace Space{_next++}x");
        Line(depth, "{");
        Line(depth + 1, Chance(2) ? "using System.Text;" : null);
        for (var count = _random.Next(1, 3); count > 0; count--)
        {
            if (depth < 2 && Chance(5))
            {
                Space(depth + 1);
            }
            else
            {
                Type(depth + 1, string.Empty);
            }
        }

        Line(depth, "}");
        _text.Append('\n');
    }

    private void Type(int depth, string container)
    {
        var name = $"Type{_next++}x";
        Docs(depth);
        Line(depth, Chance(4) ? "[Serializable]" : null);
        if (Chance(10))
        {
            // The arguments of a base class may hold a body, which then has a mark of its own.
            var word = Word();
            Inside.Add(word);
            Signature(depth, $"public class {name}(int size) : Base<int>(size, number =>", $" {{ return {word}(number); }})");
        }
        else
        {
            Signature(depth, Head(name));
        }

        Line(depth, "{");
        var path = container.Length == 0 ? name : $"{container}.{name}";
        for (var count = _random.Next(1, 6); count > 0; count--)
        {
            Member(depth + 1, name, path);
        }

        Line(depth, Chance(8) ? "    // the end { of it" : null);
        Line(depth, "}");
        _text.Append('\n');
    }

    private string Head(string name) => _random.Next(9) switch
    {
        0 => $"public sealed class {name}<T> : IComparable<T> where T : notnull",
        1 => $"internal readonly record struct {name}(int First, string? Second = null)",
        2 => $"public abstract partial class {name}(int size)",
        3 => $"public record {name}(string Text) : IDisposable",
        4 => $"internal unsafe struct {name}",
        5 => $"file ref struct {name}",
        6 => $"public interface {name}<in TIn, out TOut> : IComparable<TIn>, IEquatable<({name}<TIn, TOut> One, int Two)>",
        7 => $"private protected class @{name}<[Example(\"{{\")] T> : Base<T> where T : class?, new()",
        _ => $"static class {name}",
    };

    private void Docs(int depth)
    {
        if (!Chance(2))
        {
            return;
        }

        if (Chance(6))
        {
            Line(depth, "/**");
            Line(depth, $" * Says what it is. More{_next} that nobody reads.");
            Line(depth, " */");
            return;
        }

        Line(depth, "/// <summary>");
        Line(depth, $"/// Says what it is, e.g. <c>{{}}</c>. More{_next} that nobody reads.");
        Line(depth, "/// </summary>");
        Line(depth, Chance(2) ? "/// <returns>Nothing.</returns>" : null);
    }

    private void Signature(int depth, string signature, string rest = "")
    {
        Signatures.Add(signature);
        Line(depth, signature + rest);
    }

    private void Line(int depth, string? content)
    {
        if (content is not null)
        {
            _text.Append(Indent(depth)).Append(content).Append('\n');
        }
    }

    private string Indent(int depth) => string.Concat(Enumerable.Repeat(_indentation, depth));

    private string Word() => $"inside{_next++}x";

    /// <summary>A word that stands in a body which must be left out.</summary>
    private string InsideWord()
    {
        var word = Word();
        Inside.Add(word);
        return word;
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
