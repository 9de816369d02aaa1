using System.Globalization;
using Conductor.Views.Members;

namespace Conductor.Workers.Outlines;

/// <summary>
/// Reads outlines through a helper of our own that runs in Node. It is started with the first text of its languages, started again when it
/// has died, a few times, and ends with this. Thread-safe; texts are read one after the other.
/// </summary>
public sealed class NodeOutlines(OutlineSetup setup, TimeProvider time) : ISourceOutlines, IAsyncDisposable
{
    private const int CachedReadings = 256;
    private const string ShownByLines = "so the file is shown by its first and last lines.";

    private readonly OutlineCache _cache = new(CachedReadings);
    private readonly CancellationTokenSource _life = new();

    // All used by the holder of the gate alone, but for _givenUp, which is set once.
    private readonly SemaphoreSlim _gate = new(1);
    private volatile string? _givenUp;
    private OutlineHelper? _helper;
    private int _deaths;
    private int _lastId;
    private int _isDisposed;

    /// <summary>The process of the helper while it runs, for tests.</summary>
    internal int? HelperProcess => _helper?.ProcessId;

    /// <inheritdoc/>
    public Task<OutlineReading> ReadAsync(string path, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        if (OutlineLanguages.Of(path) is not { } language || text.Contains('\0', StringComparison.Ordinal))
        {
            return Task.FromResult(OutlineReading.NotNeeded);
        }
        if (_givenUp is { } why)
        {
            return Task.FromResult<OutlineReading>(new OutlineReading.Missing(why));
        }
        if (text.Length > setup.LongestText)
        {
            return Task.FromResult<OutlineReading>(Failed(string.Create(CultureInfo.InvariantCulture, $"it has more than {setup.LongestText:N0} characters")));
        }

        // Whoever stops waiting leaves the reading to those who ask next.
        return _cache.GetOrAddAsync($"{language} {MemberSnapshot.Hash(text)}", () => ReadOnceAsync(language, text)).WaitAsync(cancellationToken);
    }

    /// <summary>Ends the helper. What is being read is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }
        await _life.CancelAsync();
        await _gate.WaitAsync();
        if (_helper is { } helper)
        {
            _helper = null;
            await helper.DisposeAsync();
        }
        _givenUp ??= "The engine is ending, " + ShownByLines;
        _gate.Release();
        _life.Dispose();
    }

    private static OutlineReading.Missing Failed(string what) => new OutlineReading.Missing($"Its declarations could not be read ({what}), {ShownByLines}");

    private async Task<OutlineReading> ReadOnceAsync(string language, string text)
    {
        await _gate.WaitAsync(_life.Token);
        try
        {
            return _givenUp is { } why ? new OutlineReading.Missing(why)
                : await RunningAsync() is { } helper ? await AskAsync(helper, language, text)
                : new OutlineReading.Missing(_givenUp);
        }
        catch (IOException exception)
        {
            await BuryAsync(exception.Message);
            return Failed($"the helper ended: {exception.Message}");
        }
        catch (TimeoutException exception)
        {
            await BuryAsync(exception.Message);
            return Failed(exception.Message);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<OutlineReading> AskAsync(OutlineHelper helper, string language, string text)
    {
        OutlineAnswer answer = new();
        var request = new OutlineRequest(++_lastId, language, text);
        await WithinAsync(setup.TextLimit, helper, async token => answer = await helper.AskAsync(request, token));
        return answer.Error is { } error ? Failed(error)
            : answer.OutlineOf(text) is { } outline ? new OutlineReading.Read(outline with { Syntax = OutlineLanguages.SyntaxOf(language) })
            : Failed("the answer does not fit the text");
    }

    /// <returns>Null when it cannot be started; why is then known.</returns>
    private async Task<OutlineHelper?> RunningAsync()
    {
        if (_helper is { } running)
        {
            return running;
        }
        if (!File.Exists(setup.Script))
        {
            _givenUp = $"The helper that reads this language is not installed with the engine, {ShownByLines} Install Conductor again.";
            return null;
        }
        if (OutlineHelper.Start(setup) is not { } helper)
        {
            _givenUp = $"There is no Node to read this language with, {ShownByLines} Install Node.js 20 or later, or put it on the PATH, and start the engine again.";
            return null;
        }
        _helper = helper;
        await WithinAsync(setup.StartLimit, helper, helper.ReadyAsync);
        return helper;
    }

    /// <summary>Does something with the helper; when its time is over the helper is ended, since it may be deaf to anything else.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    private async Task WithinAsync(TimeSpan most, OutlineHelper helper, Func<CancellationToken, Task> work)
    {
        using var limit = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _life.Token);
        await using var ending = either.Token.Register(helper.Kill);
        try
        {
            await work(either.Token);
        }
        catch (Exception exception) when (limit.IsCancellationRequested && exception is IOException or OperationCanceledException)
        {
            _life.Token.ThrowIfCancellationRequested();
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"it takes longer than {most.TotalSeconds:0.#} s"), exception);
        }
    }

    private async Task BuryAsync(string how)
    {
        if (_helper is { } helper)
        {
            _helper = null;
            helper.Kill();
            await helper.DisposeAsync();
        }
        if (++_deaths >= setup.MostDeaths)
        {
            _givenUp = $"The helper that reads this language has ended {_deaths} times ({how.TrimEnd('.')}), {ShownByLines} Start the engine again to try once more.";
        }
    }
}
