using Conductor.Server.Cli;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class PatientInputTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Keyboard _keyboard = new();
    private readonly PatientInput _input;

    public PatientInputTests() => _input = new PatientInput(_keyboard, _time);

    [Fact]
    public void While_nothing_is_typed_keys_are_looked_for_ten_times_a_second()
    {
        Task<ConsoleKeyInfo?> key = ReadAsync();

        Pass(TimeSpan.FromSeconds(10));

        Assert.False(key.IsCompleted);
        Assert.InRange(_keyboard.Looks, 99, 102);
    }

    [Fact]
    public async Task The_first_key_is_there_within_a_tenth_of_a_second_and_the_next_ones_at_once()
    {
        Task<ConsoleKeyInfo?> first = ReadAsync();
        Pass(TimeSpan.FromSeconds(10));
        _keyboard.Typed.Enqueue('a');
        Pass(PatientInput.Slow);
        Assert.Equal('a', (await first)?.KeyChar);

        Task<ConsoleKeyInfo?> second = ReadAsync();
        _keyboard.Typed.Enqueue('b');
        Pass(PatientInput.Quick);

        Assert.Equal('b', (await second)?.KeyChar);
    }

    [Fact]
    public async Task What_was_typed_before_is_read_without_a_wait()
    {
        _keyboard.Typed.Enqueue('a');

        Assert.Equal('a', (await ReadAsync())?.KeyChar);
    }

    [Fact]
    public async Task Whoever_asks_can_be_stopped()
    {
        using var stopped = new CancellationTokenSource();
        Task<ConsoleKeyInfo?> key = _input.ReadKeyAsync(intercept: true, stopped.Token);

        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => key);
    }

    private Task<ConsoleKeyInfo?> ReadAsync() => _input.ReadKeyAsync(intercept: true, TestContext.Current.CancellationToken);

    /// <summary>Time goes by in small steps, so that each wait ends when it is due.</summary>
    private void Pass(TimeSpan time)
    {
        for (TimeSpan gone = TimeSpan.Zero; gone < time; gone += PatientInput.Quick)
        {
            _time.Advance(PatientInput.Quick);
        }
    }

    private sealed class Keyboard : IAnsiConsoleInput
    {
        public Queue<char> Typed { get; } = [];

        public int Looks { get; private set; }

        public bool IsKeyAvailable()
        {
            Looks++;
            return Typed.Count > 0;
        }

        public ConsoleKeyInfo? ReadKey(bool intercept) => new ConsoleKeyInfo(Typed.Dequeue(), ConsoleKey.None, shift: false, alt: false, control: false);

        public Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
