using System.Collections;
using System.Reflection;
using System.Text.Json;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Protocol;

/// <summary>One golden JSON file per message, so that a change of the wire shows as a difference somebody reads.</summary>
public sealed class WireGoldenTests
{
    private const string Folder = "tests/Conductor.Server.Tests/Protocol/Golden";

    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true, NewLine = "\n" };

    private static readonly object[] AllExamples =
        [.. TrackExamples.All, .. TicketExamples.All, .. LandingExamples.All, .. ApprovalExamples.All, .. ModelExamples.All, .. EditorModelExamples.All, .. LanguageServerExamples.All];

    public static TheoryData<string> ExampleNames => [.. AllExamples.Select(example => example.GetType().Name)];

    [Theory]
    [MemberData(nameof(ExampleNames))]
    public void A_message_is_on_the_wire_what_its_golden_file_says(string name)
    {
        object example = AllExamples.Single(candidate => candidate.GetType().Name == name);
        string json = JsonSerializer.Serialize(example, example.GetType(), Indented) + "\n";

        if (Environment.GetEnvironmentVariable("CONDUCTOR_UPDATE") == "1")
        {
            File.WriteAllText(RepositoryFiles.PathOf($"{Folder}/{name}.json"), json);
        }

        string path = RepositoryFiles.PathOf($"{Folder}/{name}.json");
        Assert.True(File.Exists(path), $"{Folder}/{name}.json is missing. Run the tests with CONDUCTOR_UPDATE=1 and commit what they write.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), json);
    }

    [Theory]
    [MemberData(nameof(ExampleNames))]
    public void A_message_read_back_and_written_again_is_the_same(string name)
    {
        object example = AllExamples.Single(candidate => candidate.GetType().Name == name);
        string json = JsonSerializer.Serialize(example, example.GetType(), WireJson.Options);

        object? readBack = JsonSerializer.Deserialize(json, example.GetType(), WireJson.Options);

        Assert.Equal(json, JsonSerializer.Serialize(readBack, example.GetType(), WireJson.Options));
    }

    [Fact]
    public void Every_message_of_the_three_interfaces_has_an_example()
    {
        IEnumerable<Type> messages = new[] { typeof(IConductorServer), typeof(IConductorClient), typeof(ILanguageServer) }
            .SelectMany(WireMethod.Of)
            .SelectMany(method => new[] { method.Parameter, method.Result })
            .OfType<Type>()
            .Where(type => type != typeof(JsonElement)) // The handshake's raw form; its records are among the examples.
            .Distinct();

        Assert.Empty(messages.Except(AllExamples.Select(example => example.GetType())).Select(type => type.Name));
    }

    [Fact]
    public void Every_record_of_the_protocol_is_part_of_an_example()
    {
        var shown = new HashSet<Type>();
        foreach (object example in AllExamples)
        {
            Walk(example, shown);
        }

        IEnumerable<Type> records = typeof(WireJson).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(WireJson).Namespace && type is { IsClass: true, IsAbstract: false, IsNested: false, IsPublic: true });

        Assert.Empty(records.Except(shown).Select(type => type.Name));
    }

    [Fact]
    public void There_is_no_golden_file_without_a_message()
    {
        IEnumerable<string> files = RepositoryFiles.Below(Folder, ".json").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Empty(files.Except(AllExamples.Select(example => example.GetType().Name)));
    }

    private static void Walk(object? value, HashSet<Type> shown)
    {
        switch (value)
        {
            case null or string or JsonElement:
                return;
            case IDictionary map:
                Walk(map.Values, shown);
                return;
            case IEnumerable list:
                foreach (object? item in list)
                {
                    Walk(item, shown);
                }

                return;
        }

        if (value.GetType().Namespace == typeof(WireJson).Namespace && !value.GetType().IsEnum)
        {
            shown.Add(value.GetType());
            foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                Walk(property.GetValue(value), shown);
            }
        }
    }
}
