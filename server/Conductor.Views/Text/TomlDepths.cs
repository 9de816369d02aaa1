namespace Conductor.Views.Text;

/// <summary>How deep the lines of a TOML or INI file stand: tables, keys in them, and what a value has on further lines.</summary>
internal static class TomlDepths
{
    public static IReadOnlyList<int> Of(LineTable lines)
    {
        var depths = new int[lines.Count];
        var (isInTable, open) = (false, default(Open));
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index].Trim();
            if (open.IsOpen)
            {
                depths[index] = isInTable ? 2 : 1;
                open = open.After(line);
            }
            else if (line.IsEmpty)
            {
                depths[index] = LineLevels.Any;
            }
            else if (line[0] == '[')
            {
                isInTable = true;
            }
            else
            {
                depths[index] = isInTable ? 1 : 0;
                open = line[0] is '#' or ';' ? default : open.After(line);
            }
        }

        return depths;
    }

    /// <summary>What a value has opened and not closed: brackets, or a string over several lines.</summary>
    private readonly record struct Open(int Brackets, char Quote)
    {
        public bool IsOpen => Brackets > 0 || Quote != '\0';

        public Open After(ReadOnlySpan<char> line)
        {
            var (brackets, quote, position) = (Brackets, Quote, 0);
            while (position < line.Length)
            {
                var character = line[position];
                var isTriple = character is '"' or '\'' && position + 2 < line.Length && line[position + 1] == character && line[position + 2] == character;
                if (quote != '\0')
                {
                    quote = isTriple && character == quote ? '\0' : quote;
                    position += isTriple ? 3 : 1;
                }
                else if (isTriple)
                {
                    quote = character;
                    position += 3;
                }
                else if (character is '"' or '\'')
                {
                    var close = line[(position + 1)..].IndexOf(character);
                    position = close < 0 ? line.Length : position + close + 2;
                }
                else if (character == '#')
                {
                    break;
                }
                else
                {
                    brackets += character is '[' or '{' ? 1 : character is ']' or '}' ? -1 : 0;
                    position++;
                }
            }

            return new Open(Math.Max(0, brackets), quote);
        }
    }
}
