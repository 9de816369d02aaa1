using System.Text;

namespace Conductor.Views.Tests.CSharp;

/// <summary>A program that compiles as far as its syntax goes, made up from a seed, and what is known of it because it was made up.</summary>
internal sealed class GeneratedProgram
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
        _text.Append("using System;\nusing static System.Math;\n\n");
        if (Chance(4))
        {
            var word = Word();
            Inside.Add(word);
            _text.Append("var ").Append(word).Append(" = 1;\nint Local").Append(word).Append("() => ").Append(word).Append(";\nConsole.WriteLine(Local").Append(word).Append("());\n\n");
        }

        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            Type(0, string.Empty);
        }
    }

    private void Type(int depth, string container)
    {
        var name = $"Type{_next++}x";
        var head = _random.Next(6) switch
        {
            0 => $"public sealed class {name}<T> : IComparable<T> where T : notnull",
            1 => $"internal readonly record struct {name}(int First, string? Second = null)",
            2 => $"public abstract partial class {name}(int size)",
            3 => $"public record {name}(string Text) : IDisposable",
            4 => $"internal unsafe struct {name}",
            _ => $"static class {name}",
        };
        Docs(depth);
        Line(depth, Chance(4) ? "[Serializable]" : null);
        Line(depth, head);
        Signatures.Add(head);
        Line(depth, "{");
        var path = container.Length == 0 ? name : $"{container}.{name}";
        for (var count = _random.Next(1, 6); count > 0; count--)
        {
            Member(depth + 1, name, path);
        }

        Line(depth, "}");
        _text.Append('\n');
    }

    private void Member(int depth, string type, string path)
    {
        var name = $"Member{_next++}x";
        if (depth < DeepestType && Chance(8))
        {
            Type(depth, path);
            return;
        }

        if (depth < DeepestType && Chance(10))
        {
            Line(depth, $"extension(List<{name}> list)");
            Line(depth, "{");
            Member(depth + 1, type, path);
            Line(depth, "}");
            return;
        }

        Docs(depth);
        Line(depth, Chance(5) ? $"[Obsolete(\"use {{another}} of it\")] // why {name}Why" : null);
        switch (_random.Next(9))
        {
            case 0:
                Signature(depth, $"private readonly int _{name} = 1, _{name}More;");
                break;
            case 1:
                Signature(depth, $"public string {name} {{ get; private set; }} = \"{{ }}\";");
                break;
            case 2:
                Signature(depth, $"public enum {name} : byte {{ First{name}, Second{name} = 2 }}");
                break;
            case 3:
                Signature(depth, $"public delegate void {name}(in int number, params string[] texts);");
                break;
            case 4:
                Signature(depth, $"public int {name}");
                Line(depth, "{");
                // Of two accessors either both stay or none.
                Line(depth + 1, "get");
                Body(depth + 1, null, mayDepend: false);
                Line(depth + 1, "set");
                Body(depth + 1, null, mayDepend: false);
                Line(depth, "}");
                break;
            case 5:
                Signature(depth, $"public {type}(int {name}) : this({name}, 2)");
                Body(depth, null);
                break;
            case 6:
                var word = Word();
                Inside.Add(word);
                Signature(depth, $"public static int {name}(int left, int right)", $" => Max(left, right) + \"{word} }}\".Length + 10;");
                break;
            case 7:
                Signature(depth, $"public static {type} operator +({type} left, {name} right)");
                Body(depth, null);
                break;
            default:
                Signature(depth, $"protected internal async Task<TResult> {name}<TResult>(\n{Indent(depth + 1)}string text = \"//\", char sign = '{{') where TResult : new()");
                Body(depth, $"{path}.{name}");
                break;
        }

        _text.Append(Chance(2) ? "\n" : string.Empty);
    }

    /// <param name="member">The name to find the body by; null where it has none of its own.</param>
    private void Body(int depth, string? member, bool mayDepend = true)
    {
        var start = _text.Length + Indent(depth).Length;
        var isConditional = mayDepend && Chance(8);
        Line(depth, "{");
        if (isConditional)
        {
            // What the compiler sees in here depends on a condition, so the body stays.
            _text.Append("#if DEBUG\n");
            Line(depth + 1, "Console.WriteLine();");
            _text.Append("#endif\n");
        }

        for (var count = _random.Next(1, 5); count > 0; count--)
        {
            var word = Word();
            Statement(depth + 1, word);
            if (!isConditional)
            {
                Inside.Add(word);
            }
        }

        Line(depth, "}");
        if (member is not null && !isConditional)
        {
            Names.Add(member);
            Bodies.Add(_text.ToString(start, _text.Length - 1 - start));
        }
    }

    private void Statement(int depth, string word)
    {
        var indentation = Indent(depth);
        _text.Append(_random.Next(9) switch
        {
            0 => $"{indentation}int {word}(int x) {{ return x; }} // local\n",
            1 => $"{indentation}Func<int, int> {word} = x => {{ return x; }};\n",
            2 => $"{indentation}var {word} = \"\"\"\n{indentation}    }} {{ \" ;\n{indentation}    \"\"\";\n",
            3 => $"{indentation}var {word} = $\"{{1 + \"}}\".Length}} {{{{\";\n",
            4 => $"{indentation}var {word} = @\"}} \"\" {{\n}}\";\n",
            5 => $"{indentation}/* }} {word} {{ */ var sign = '}}';\n",
            6 => $"#pragma warning disable CS0219\n{indentation}int {word} = 0;\n#pragma warning restore CS0219\n",
            7 => $"{indentation}#region {word}\n{indentation}if (true) {{ }}\n{indentation}#endregion\n",
            _ => $"{indentation}foreach (var {word} in new[] {{ 1 }}) {{ Console.WriteLine({word}); }}\n",
        });
    }

    private void Docs(int depth)
    {
        if (!Chance(2))
        {
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

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
