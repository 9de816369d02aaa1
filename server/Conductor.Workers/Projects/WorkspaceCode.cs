using System.Collections.Immutable;
using System.Globalization;
using Conductor.Views;
using Conductor.Views.Members;
using Conductor.Views.Reach;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Projects;

/// <summary>
/// The C# code of a workspace, read in the background with the first question and kept in step with the files. One thread at a time works on it; whoever
/// asks waits only as long as a <see cref="CodeLook"/> allows, and what was asked is there for the next one. Thread-safe.
/// </summary>
public sealed class WorkspaceCode(WorkspaceRoot root, TimeProvider time, Action<string> log) : IAsyncDisposable
{
    /// <summary>How long files are taken to be as they were when last looked at.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private const int MostAnswers = 128;

    private readonly ProjectFiles _projects = new(root);
    private readonly SourceReading _reading = new(root);
    private readonly CancellationTokenSource _life = new();
    private readonly SemaphoreSlim _worker = new(1);

    // Guards all below.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<CodeAnswer<Neighbours>>> _answers = new(StringComparer.Ordinal);
    private Task<CodeAnswer<CodeBase>>? _refresh;
    private long _refreshedAt;
    private bool _isDisposed;

    /// <summary>What the project of a file says; looked up at once.</summary>
    public ProjectFacts FactsOf(string path) => _projects.FactsOf(path);

    /// <summary>Begins to read the code, so that it is known when it is asked for. Returns at once.</summary>
    public void Prepare() => _ = CurrentAsync();

    /// <summary>A look at the code that takes 150 ms at most, however much is asked.</summary>
    public CodeLook Look() => new(this, time, CodeLook.Limit);

    /// <summary>A look that waits until everything is known.</summary>
    public CodeLook LookPatiently() => new(this, time, Timeout.InfiniteTimeSpan);

    /// <summary>The code as it stands, at most two seconds old.</summary>
    internal Task<CodeAnswer<CodeBase>> CurrentAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return Task.FromResult(CodeAnswer<CodeBase>.Failed("the engine is ending"));
            }
            if (_refresh is null || (_refresh.IsCompleted && time.GetElapsedTime(_refreshedAt) >= Freshness))
            {
                _refresh = Task.Run(() => AnsweredAsync(RefreshAsync));
            }
            return _refresh;
        }
    }

    /// <summary>What is around shown code of a file.</summary>
    internal async Task<CodeAnswer<Neighbours>> NeighboursAsync(string path, string text, ImmutableArray<SourceSpan> shown)
    {
        var current = await CurrentAsync();
        if (current.Value is not { } code)
        {
            return CodeAnswer<Neighbours>.Failed(current.Problem ?? "");
        }
        var key = string.Create(CultureInfo.InvariantCulture, $"{path} {_reading.Version} {MemberSnapshot.Hash(text)} {string.Join(',', shown.Select(span => $"{span.Start}-{span.End}"))}");
        Task<CodeAnswer<Neighbours>>? answer;
        lock (_gate)
        {
            if (!_answers.TryGetValue(key, out answer))
            {
                if (_answers.Count >= MostAnswers)
                {
                    _answers.Clear();
                }
                _answers[key] = answer = Task.Run(() => AnsweredAsync(
                    () => Task.FromResult(CodeAnswer<Neighbours>.Known(code.NeighboursOf(path, text, shown, _reading.TextOf, _life.Token)))));
            }
        }
        return await answer;
    }

    /// <summary>Stops what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }
            _isDisposed = true;
        }
        await _life.CancelAsync();
        await _worker.WaitAsync();
        _life.Dispose();
    }

    private async Task<CodeAnswer<CodeBase>> RefreshAsync()
    {
        var answer = await _reading.ReadAsync(_projects, _life.Token);
        lock (_gate)
        {
            _refreshedAt = time.GetTimestamp();
        }
        return answer;
    }

    /// <summary>The boundary of the background: whatever breaks is an answer, and views go on without it.</summary>
    private async Task<CodeAnswer<T>> AnsweredAsync<T>(Func<Task<CodeAnswer<T>>> work)
        where T : class
    {
        var isHeld = false;
        try
        {
            await _worker.WaitAsync(_life.Token);
            isHeld = true;
            return await work();
        }
        catch (Exception exception) when (_life.IsCancellationRequested)
        {
            return CodeAnswer<T>.Failed($"the engine is ending ({exception.GetType().Name})");
        }
        catch (Exception exception)
        {
            log($"The workspace's code could not be read: {exception}");
            return CodeAnswer<T>.Failed($"{exception.Message.TrimEnd('.')}; the engine's log has more");
        }
        finally
        {
            if (isHeld)
            {
                _worker.Release();
            }
        }
    }
}
