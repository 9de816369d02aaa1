using System.Collections.Immutable;
using System.Text.Json;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>A recorded conversation, and what a client must read from it. Its form is described in <c>tests/providers/scenarios</c>.</summary>
public sealed record Scenario(JsonElement Json)
{
    public ImmutableArray<ExpectedTurn> Turns { get; } =
        [.. Json.GetProperty("turns").EnumerateArray().Select(turn => new ExpectedTurn(turn.GetProperty("expected")))];

    /// <summary>How long the stream of the first turn's last attempt is, in bytes.</summary>
    public int Bytes => Json.GetProperty("turns")[0].GetProperty("attempts").EnumerateArray().Last().GetProperty("bytes").GetInt32();
}

/// <summary>What a client must read of one turn.</summary>
public sealed record ExpectedTurn(JsonElement Json)
{
    public string Text => TextOf("text") ?? "";

    public string Reasoning => TextOf("reasoning") ?? "";

    public string? Finish => TextOf("finish");

    public ImmutableArray<JsonElement> Calls => ListOf("calls");

    public JsonElement? Usage => Json.TryGetProperty("usage", out var usage) ? usage : null;

    /// <summary>How the attempts before the last one fail.</summary>
    public ImmutableArray<ExpectedFailure> Errors => [.. ListOf("errors").Select(error => new ExpectedFailure(error))];

    /// <summary>How the last attempt fails; null when it does not.</summary>
    public ExpectedFailure? Error => Json.TryGetProperty("error", out var error) ? new ExpectedFailure(error) : null;

    private ImmutableArray<JsonElement> ListOf(string name) => Json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    private string? TextOf(string name) => Json.TryGetProperty(name, out var text) ? text.GetString() : null;
}

/// <summary>How an attempt fails.</summary>
public sealed record ExpectedFailure(JsonElement Json)
{
    public string Kind => Json.GetProperty("kind").GetString() ?? "";

    public TimeSpan? RetryAfter => Json.TryGetProperty("retryAfterMs", out var wait) ? TimeSpan.FromMilliseconds(wait.GetDouble()) : null;
}
