using System.Text;
using System.Text.Json;
using Conductor.Views.Rendering;

namespace Conductor.Views.Text;

/// <summary>The objects and arrays of a JSON text as spans, by how deep they stand, and what is behind the first items of long ones.</summary>
internal static class JsonLevels
{
    /// <summary>Items of an object or array that show what the others are like.</summary>
    private const int MostItems = 40;

    /// <summary>Characters that a mark in their place would not be shorter than.</summary>
    private const int LongestKept = 24;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 512,
    };

    /// <returns>What <see cref="LevelView"/> asks for; null when the text is no JSON.</returns>
    public static Func<int, IReadOnlyList<Cut>>? Find(ViewSource source)
    {
        try
        {
            var blocks = Read(source);
            return levels => Below(blocks, levels);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<Cut> Below(List<Block> blocks, int levels)
    {
        List<Cut> cuts = [];
        foreach (var block in blocks)
        {
            var isDeep = block.IsRest ? block.Depth < levels : block.Depth == levels;
            if (isDeep && block.End - block.Start > LongestKept && (cuts.Count == 0 || block.Start >= cuts[^1].End))
            {
                cuts.Add(new Cut(block.Start, block.End, HasMark: true));
            }
        }

        return cuts;
    }

    private static List<Block> Read(ViewSource source)
    {
        var bytes = Encoding.UTF8.GetBytes(source.Text, source.TextStart, source.Text.Length - source.TextStart);
        var reader = new Utf8JsonReader(bytes, Options);
        var place = new Place(bytes, source.TextStart);
        List<Block> blocks = [];
        var around = new Stack<Container>();
        while (reader.Read())
        {
            var start = place.At((int)reader.TokenStartIndex);
            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (!isEnd && around.TryPeek(out var parent) && (!parent.IsObject || reader.TokenType == JsonTokenType.PropertyName))
            {
                parent.Items++;
                parent.RestStart = parent.Items == MostItems + 1 ? start : parent.RestStart;
            }

            var end = place.At((int)reader.BytesConsumed);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                around.Push(new Container(start, reader.TokenType == JsonTokenType.StartObject));
                continue;
            }

            if (isEnd)
            {
                var container = around.Pop();
                blocks.Add(new Block(container.Start, end, around.Count, IsRest: false));
                if (container.RestStart > 0)
                {
                    blocks.Add(new Block(container.RestStart, container.LastEnd, around.Count, IsRest: true));
                }
            }

            if (around.TryPeek(out var outer))
            {
                outer.LastEnd = end;
            }
        }

        blocks.Sort((one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : other.End.CompareTo(one.End));
        return blocks;
    }

    private readonly record struct Block(int Start, int End, int Depth, bool IsRest);

    private sealed class Container(int start, bool isObject)
    {
        public int Start => start;

        public bool IsObject => isObject;

        public int Items { get; set; }

        public int RestStart { get; set; }

        public int LastEnd { get; set; }
    }

    /// <summary>UTF-16 offsets of byte offsets that are asked for in their order.</summary>
    private sealed class Place(byte[] bytes, int start)
    {
        private int _byte;
        private int _character = start;

        public int At(int position)
        {
            _character += Encoding.UTF8.GetCharCount(bytes, _byte, position - _byte);
            _byte = position;
            return _character;
        }
    }
}
