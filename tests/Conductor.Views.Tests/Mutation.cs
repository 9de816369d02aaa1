namespace Conductor.Views.Tests;

/// <summary>One change as editing, merging or cutting makes it.</summary>
internal static class Mutation
{
    private static readonly string[] Tokens =
    [
        "{", "}", "(", ")", ";", "=>", "\"", "\"\"\"", "/*", "*/", "//", "'", "@", "$", "<", ">", "\0", "\r", "\n", "\uD800", "\uFEFF",
        "#if X\n", "#else\n", "#endif\n", "#region\n", "#endregion\n", "\n#pragma warning disable\n", "// [HOT]", "[CoreLogic]",
        "class", "public void A() {", "int this[int a] => 1", "record B(int C)", "namespace D;", "= …;", "{ … }", "<<<<<<< HEAD\n",
    ];

    public static string Apply(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = random.Next(Math.Min(text.Length - at, 200) + 1);
        return random.Next(5) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 => text[..at],
            _ => text.Insert(at, Tokens[random.Next(Tokens.Length)]),
        };
    }
}
