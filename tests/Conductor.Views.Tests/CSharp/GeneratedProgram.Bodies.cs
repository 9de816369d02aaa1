namespace Conductor.Views.Tests.CSharp;

/// <summary>Bodies, with all that looks like an end of one and is none.</summary>
internal sealed partial class GeneratedProgram
{
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
            Statement(depth + 1, word, nesting: 0);
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

    private void Statement(int depth, string word, int nesting)
    {
        var indentation = Indent(depth);
        if (nesting < 3 && Chance(4))
        {
            Line(depth, _random.Next(4) switch
            {
                0 => $"[Example] static async Task<T> Local{_next++}x<T>(T value) where T : struct",
                1 => $"Action<int> local{_next++}x = async static delegate (int x)",
                2 => "unsafe",
                _ => "try { } catch (Exception error) when (error is { Message.Length: > 0 })",
            });
            Line(depth, "{");
            Statement(depth + 1, word, nesting + 1);
            Line(depth, "};");
            return;
        }

        _text.Append(_random.Next(18) switch
        {
            0 => $"{indentation}int {word}(int x) {{ return x; }} // local\n",
            1 => $"{indentation}Func<int, int> {word} = x => {{ return x; }};\n",
            2 => $"{indentation}var {word} = \"\"\"\n{indentation}    }} {{ \" ;\n{indentation}    \"\"\";\n",
            3 => $"{indentation}var {word} = $\"{{1 + \"}}\".Length}} {{{{\";\n",
            4 => $"{indentation}var {word} = @\"}} \"\" {{\n}}\";\n",
            5 => $"{indentation}/* }} {word} {{ */ var sign = '}}';\n",
            6 => $"#pragma warning disable CS0219\n{indentation}int {word} = 0;\n#pragma warning restore CS0219\n",
            7 => $"{indentation}#region {word}\n{indentation}if (true) {{ }}\n{indentation}#endregion\n",
            8 => $"{indentation}var {word} = $$\"\"\"\n{indentation}    {{ {{{{1 + $\"}}}}{{2}}\".Length}}}} }}\n{indentation}    \"\"\";\n",
            9 => $"{indentation}var {word} = $@\"{{(1, \"}}\")}} {{{{ \"\" \n\";\n",
            10 => $"{indentation}int[] {word} = [.. new[] {{ '\\'', '\"', '{{' }}, 1, /* ] }} */ 2];\n",
            11 => $"{indentation}var {word} = (1, \"}}\\\"\"u8) switch {{ (1, _) => new {{ A = '{{' }}, {{ }} => null }};\n",
            12 => $"{indentation}// }} public class {word} {{\n",
            13 => $"{indentation}{word}: goto {word};\n",
            14 => $"{indentation}fixed (int* {word} = &array[0]) {{ *{word} = sizeof(int); }}\n",
            15 => $"#nullable disable\n{indentation}string {word} = null;\n#line 200 \"{{.cs\"\n",
            16 => $"{indentation}if (x is not (> 1 and < 2) and {{ }} {word}) {{ }} else {{ yield return {word}; }}\n",
            _ => $"{indentation}foreach (var {word} in new[] {{ 1 }}) {{ Console.WriteLine({word}); }}\n",
        });
    }
}
