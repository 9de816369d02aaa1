using System.Text.Json;
using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Live;

/// <summary>What is tried of one model.</summary>
internal sealed class LiveChecks(IModelProvider provider, ProviderAccess access, string model)
{
    /// <summary>The longest that one of them may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>A stopped call must be over by then.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private static readonly AIFunctionDeclaration ReadFile = AIFunctionFactory.CreateDeclaration(
        "read_file",
        "Reads a file of the workspace.",
        JsonElement.Parse("""{ "type": "object", "properties": { "path": { "type": "string" } }, "required": ["path"], "additionalProperties": false }"""));

    private ChatResponse? _said;

    /// <summary>Makes the calls, one after the other.</summary>
    public async Task<IReadOnlyList<LiveResult>> RunAsync()
    {
        using IChatClient client = provider.Client(model, access);
        return
        [
            await TryAsync("a text call", stop => TextAsync(client, stop)),
            await TryAsync("its usage", _ => Task.FromResult(UsageProblem())),
            await TryAsync("a tool call and its result", stop => ToolAsync(client, stop)),
            await TryAsync("a call that is stopped", stop => StopAsync(client, stop)),
        ];
    }

    private async Task<string?> TextAsync(IChatClient client, CancellationToken cancellationToken)
    {
        _said = await AskAsync(client, [new ChatMessage(ChatRole.User, "Answer with the one word OK.")], tools: [], cancellationToken);
        return _said.Text.Contains("OK", StringComparison.OrdinalIgnoreCase) ? null : $"It said \"{_said.Text}\" instead of OK.";
    }

    private string? UsageProblem() => UsageDetailsReading.From(_said?.Usage) switch
    {
        null => "None was reported.",
        { InputTokens: > 0, OutputTokens: > 0 } => null,
        TokenUsage odd => $"{odd.InputTokens} tokens of input and {odd.OutputTokens} of output were reported.",
    };

    /// <summary>The history goes through JSON between the calls, as a worker's does.</summary>
    private static async Task<string?> ToolAsync(IChatClient client, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [new(ChatRole.User, "Read the file number.txt with the tool, then tell me the number that stands in it.")];
        ChatResponse asked = await AskAsync(client, messages, [ReadFile], cancellationToken);
        FunctionCallContent[] calls = [.. asked.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
        if (calls.Length == 0 || calls[0].Name != ReadFile.Name || !MessageJson.Arguments(calls[0]).Contains("number.txt", StringComparison.Ordinal))
        {
            return $"It did not call the tool, but said \"{asked.Text}\".";
        }

        messages.AddRange(MessageJson.Read(MessageJson.Write(asked.Messages)));
        messages.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call.CallId, "4711"))]));
        ChatResponse answered = await AskAsync(client, messages, [ReadFile], cancellationToken);
        return answered.Text.Contains("4711", StringComparison.Ordinal) ? null : $"It said \"{answered.Text}\" instead of the tool's result.";
    }

    private static async Task<string?> StopAsync(IChatClient client, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<ChatResponseUpdate> updates = client.GetStreamingResponseAsync(
            [new ChatMessage(ChatRole.User, "Count from one to one thousand in words.")], new ChatOptions(), stop.Token).GetAsyncEnumerator(stop.Token);
        await using (updates)
        {
            await updates.MoveNextAsync();
            await stop.CancelAsync();
            try
            {
                // What had come before it was stopped may still be read.
                while (await updates.MoveNextAsync().AsTask().WaitAsync(StopLimit, cancellationToken))
                {
                }

                return "It came to its end although it was stopped.";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    private static Task<ChatResponse> AskAsync(IChatClient client, IEnumerable<ChatMessage> messages, IList<AITool> tools, CancellationToken cancellationToken) =>
        client.GetStreamingResponseAsync(messages, new ChatOptions { Tools = tools }, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <summary>The boundary to the provider's client: whatever it throws is a result.</summary>
    private static async Task<LiveResult> TryAsync(string name, Func<CancellationToken, Task<string?>> check)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return new LiveResult(name, await check(limit.Token));
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return new LiveResult(name, $"It took longer than {Limit.TotalSeconds:0} s.");
        }
        catch (Exception failure)
        {
            return new LiveResult(name, ModelFailures.From(failure).Message);
        }
    }
}

/// <summary>How a check went.</summary>
/// <param name="Problem">What is wrong; null when nothing is.</param>
internal sealed record LiveResult(string Name, string? Problem);
