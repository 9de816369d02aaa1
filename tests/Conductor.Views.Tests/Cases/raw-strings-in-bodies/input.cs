class Text
{
    string Json()
    {
        var name = "}";
        return $$"""
            { "name": "{{name}}", "open": "{" }
            // class Fake { void M() {
            """;
    }

    string Verbatim() => @"one ""quoted"" { line
two } line";

    char Brace() { return '}'; }

    string Interpolated(int x) => $"{x:N0} {(x > 1 ? "}" : "{")}";

    void Comments()
    {
        // } not the end
        /* } nor this */
        Json();
    }
}
