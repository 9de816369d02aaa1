using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conductor.Workers.Models.Providers.Calls;

namespace Conductor.Workers.Models.Providers.Ollama;

/// <summary>
/// How many tokens of a conversation Ollama is told to hold. By itself it holds a few thousand and drops what does not fit without a word,
/// so each call names a number: the model file's own, or else as much as the model can, up to what fits most machines.
/// </summary>
internal static partial class OllamaWindow
{
    /// <summary>Where the model can hold more and its file names no number: more memory than this is for a person to grant.</summary>
    public const int Usual = 32_768;

    /// <summary>Asks Ollama about a model. A server that only speaks Ollama's chat has no such call: it is told the usual.</summary>
    /// <exception cref="ModelCallException">It is not there, or has no such model.</exception>
    public static async Task<int> AskAsync(HttpClient http, string model, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsJsonAsync("api/show", new Dictionary<string, string> { ["model"] = model }, cancellationToken);
            return Of(await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
        }
        catch (ModelCallException failure) when (failure.Kind is not (ModelFailureKind.Network or ModelFailureKind.UnknownModel or ModelFailureKind.Auth))
        {
            return Usual;
        }
        catch (JsonException)
        {
            return Usual;
        }
    }

    /// <summary>Reads the answer about a model.</summary>
    public static int Of(JsonElement shown)
    {
        if (ListedModels.Text(shown, "parameters") is { } parameters && FilesOwn().Match(parameters) is { Success: true } own
            && int.TryParse(own.Groups["number"].Value, out var number) && number > 0)
        {
            return number;
        }
        return shown.ValueKind == JsonValueKind.Object && shown.TryGetProperty("model_info", out var info) && info.ValueKind == JsonValueKind.Object
            ? Math.Min(Usual, Longest(info) ?? Usual)
            : Usual;
    }

    private static int? Longest(JsonElement info) => info.EnumerateObject()
        .Where(member => member.Name.EndsWith(".context_length", StringComparison.Ordinal) && member.Value.ValueKind == JsonValueKind.Number)
        .Select(member => member.Value.TryGetInt32(out var length) && length > 0 ? length : (int?)null)
        .FirstOrDefault(length => length is not null);

    [GeneratedRegex(@"^num_ctx\s+(?<number>\d+)", RegexOptions.Multiline)]
    private static partial Regex FilesOwn();
}
