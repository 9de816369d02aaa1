namespace Conductor.Views.Tests.CSharp;

/// <summary>Members of all kinds.</summary>
internal sealed partial class GeneratedProgram
{
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

        if (Chance(12))
        {
            // What a condition leaves out is no declaration, whatever it looks like.
            _text.Append("#if !NEVER_DEFINED\n");
            AnyMember(depth, type, path, name);
            _text.Append("#else\n").Append(Indent(depth)).Append($"public void Not{name}() {{ Work(); }}\n#endif\n");
            return;
        }

        var isRegion = Chance(12);
        Line(depth, isRegion ? $"#region of {name}Region" : null);
        Docs(depth);
        Line(depth, Chance(5) ? $"[Obsolete(\"use {{another}} of it\")] // why {name}Why" : null);
        AnyMember(depth, type, path, name);
        Line(depth, isRegion ? "#endregion" : null);
        _text.Append(Chance(2) ? "\n" : string.Empty);
    }

    private void AnyMember(int depth, string type, string path, string name)
    {
        switch (_random.Next(4))
        {
            case 0:
                WithoutBody(depth, name);
                break;
            case 1:
                WithInitializer(depth, name);
                break;
            case 2:
                WithAccessors(depth, name);
                break;
            default:
                WithBody(depth, type, path, name);
                break;
        }
    }

    private void WithoutBody(int depth, string name) => Signature(depth, _random.Next(11) switch
    {
        0 => $"private readonly int _{name} = 1, _{name}More;",
        1 => $"public enum {name} : byte {{ First{name}, Second{name} = 2 }}",
        2 => $"public delegate void {name}(in int number, params string[] texts);",
        3 => $"public event Action<string?>? {name};",
        4 => $"private fixed byte {name}[16];",
        5 => $"private readonly delegate* unmanaged[Cdecl]<int, void> {name};",
        6 => $"public static extern unsafe int* {name}(void** first, [In] char* second);",
        7 => $"public required string {name} {{ get; init; }}",
        8 => $"static abstract bool {name}<TSelf>(TSelf one, scoped ref readonly int two);",
        9 => $"partial void {name}(string text = @\"\"\"{{\"\" \");",
        _ => $"public const string {name} = \"}} \\\" {{ // no comment /* \";",
    });

    private void WithInitializer(int depth, string name)
    {
        switch (_random.Next(5))
        {
            case 0:
                Signature(depth, $"public string {name} {{ get; private set; }} = \"{{ }}\";");
                break;
            case 1:
                Signature(depth, $"private static readonly Func<int, int> {name}", $" = x => {{ return {InsideWord()}(x); }};");
                break;
            case 2:
                Signature(depth, $"private static readonly string[] {name}", $" =\n{Indent(depth)}[\n{Indent(depth + 1)}\"{InsideWord()} {{\",\n{Indent(depth + 1)}.. Others,\n{Indent(depth)}];");
                break;
            case 3:
                Signature(depth, $"private const string {name}", $" = \"\"\"\n{Indent(depth)}{InsideWord()} }}}} \"\" {{\n{Indent(depth)}    second line\n{Indent(depth)}\"\"\";");
                break;
            default:
                Signature(depth, $"public Dictionary<string, int> {name} {{ get; }}", $" = new()\n{Indent(depth)}{{\n{Indent(depth + 1)}[\"{InsideWord()}\"] = 1,\n{Indent(depth)}}};");
                break;
        }
    }

    private void WithAccessors(int depth, string name)
    {
        var (signature, first, second) = _random.Next(5) switch
        {
            0 => ($"public int {name}", "get", "set"),
            1 => ($"public ref readonly T this[int {name}, params Index[] more]", "get", "[Example] protected internal set"),
            2 => ($"public event EventHandler {name}", "add", "remove"),
            3 => ($"string? IThing<int, (string, int)>.{name}", "get", "init"),
            _ => ($"public override required int @{name}", "readonly get", "private set"),
        };
        Signature(depth, signature);
        Line(depth, "{");
        if (Chance(4))
        {
            Line(depth + 1, $"{first} => field ?? throw new {InsideWord()}(\"}}\");");
            Line(depth + 1, $"{second} => field = value switch {{ null => {InsideWord()}, _ => value }};");
        }
        else
        {
            // Of two accessors either both stay or none.
            Line(depth + 1, first);
            Body(depth + 1, null, mayDepend: false);
            Line(depth + 1, second);
            Body(depth + 1, null, mayDepend: false);
        }

        Line(depth, "}");
    }

    private void WithBody(int depth, string type, string path, string name)
    {
        switch (_random.Next(14))
        {
            case 0:
                Signature(depth, $"public {type}(int {name}) : this({name}, 2)");
                Body(depth, null);
                break;
            case 1:
                Signature(depth, $"public {type}(long {name}) : base({name}, text =>", $" {{ {InsideWord()}(text); }})");
                Body(depth, null, mayDepend: false);
                break;
            case 2:
                Signature(depth, $"public static int {name}(int left, int right)", $" => Max(left, right) + \"{InsideWord()} }}\".Length + 10;");
                break;
            case 3:
                Signature(depth, $"public static {type} operator checked +({type} left, {name} right)");
                Body(depth, null);
                break;
            case 4:
                Signature(depth, $"public static explicit operator {name}({type} value)");
                Body(depth, null);
                break;
            case 5:
                Signature(depth, $"public void operator +=({name} right)");
                Body(depth, null);
                break;
            case 6:
                Signature(depth, $"async IAsyncEnumerable<int> IThing.{name}(int first)", $" // about {name}About {{");
                Body(depth, null);
                break;
            case 7:
                Signature(depth, $"public bool {name}Any", $" =>\n{Indent(depth + 1)}{InsideWord()} is {{ Length: > 0 }}\n{Indent(depth + 1)}&& Check();");
                break;
            default:
                // Without a modifier it is a local function as soon as a bracket before it is lost.
                var modifiers = Chance(2) ? "protected internal async " : Chance(2) ? "static " : string.Empty;
                Signature(depth, $"{modifiers}Task<TResult> {name}<TResult>(\n{Indent(depth + 1)}string text = \"//\", char sign = '{{') where TResult : new()");
                Body(depth, $"{path}.{name}");
                break;
        }
    }
}
