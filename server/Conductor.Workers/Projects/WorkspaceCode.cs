using System.Collections.Immutable;
using System.Globalization;
using Conductor.Viewer.Projects;
using Conductor.Views;
using Conductor.Views.Members;
using Conductor.Views.Reach;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Projects;

/// <summary>
/// The C# code of a workspace, read in the background with the first question and kept in step with the files. One thread at a time works on it; whoever
/// asks waits only as long as a <see cref="CodeLook"/> allows, and what was asked is there for the next one. Thread-safe.
/// </summary>
/// <param name="isTrusted">Whether a person trusts the folder: without that its packages are not opened. Asked each time the code is read.</param>
public sealed class WorkspaceCode(WorkspaceRoot root, TimeProvider time, Action<string> log, Func<bool> isTrusted) : IAsyncDisposable
{
    /// <summary>How long files are taken to be as they were when last looked at.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>How long a question waits for files to be looked at again, where they are known from before.</summary>
    private static readonly TimeSpan RefreshLimit = TimeSpan.FromMilliseconds(50);

    private const int MostAnswers = 128;

    private readonly ProjectFiles _projects = new(root.FullPath);
    private readonly SourceReading _reading = new(root, isTrusted);
    private readonly CancellationTokenSource _life = new();
    private readonly SemaphoreSlim _worker = new(1);
    private readonly Leftovers _leftovers = new();

    // Guards all below.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<CodeAnswer<object>>> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _asked = [];
    private CodeBase? _answeredFrom;
    private Task<CodeAnswer<CodeBase>>? _refresh;
    private CodeAnswer<CodeBase>? _latest;
    private long _refreshedAt;
    private bool _isDisposed;

    /// <summary>Declarations are in memory, or are being read.</summary>
    public bool IsKept
    {
        get
        {
            lock (_gate)
            {
                return _refresh is not null || _answers.Count > 0;
            }
        }
    }

    /// <summary>What the project of a file says; looked up at once.</summary>
    public ProjectFacts FactsOf(string path) => _projects.FactsOf(path);

    /// <summary>Begins to read the code, so that it is known when it is asked for. Returns at once.</summary>
    public void Prepare() => _ = CurrentAsync();

    /// <summary>A look at the code that takes 150 ms at most, however much is asked.</summary>
    public CodeLook Look() => new(this, time, CodeLook.Limit);

    /// <summary>A look that waits until everything is known.</summary>
    public CodeLook LookPatiently() => new(this, time, Timeout.InfiniteTimeSpan);

    /// <summary>Lets go of what is in memory, once what is under way has been read and answered: whoever asks next has it read anew, and who asks meanwhile keeps it.</summary>
    public async Task LetGoAsync()
    {
        Task[] underWay;
        lock (_gate)
        {
            underWay = _refresh is null ? [.. _asked] : [.. _asked, _refresh];
        }
        await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await AnsweredAsync(() =>
        {
            lock (_gate)
            {
                if (_refresh is null or { IsCompleted: true } && _asked.All(asked => asked.IsCompleted))
                {
                    _reading.Forget();
                    _answers.Clear();
                    _answeredFrom = null;
                    _refresh = null;
                    _latest = null;
                }
            }
            return Task.FromResult(CodeAnswer<object>.Known(this));
        });
    }

    /// <summary>What is around shown code of a file.</summary>
    internal async Task<CodeAnswer<Neighbours>> NeighboursAsync(string path, string text, ImmutableArray<SourceSpan> shown)
    {
        var spans = string.Join(',', shown.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Start}-{span.End}")));
        var answer = await AskAsync($"{path} {MemberSnapshot.Hash(text)} {spans}", code => code.NeighboursOf(path, text, shown, _reading.TextOf, _life.Token));
        return new CodeAnswer<Neighbours>(answer.Value as Neighbours, answer.Problem);
    }

    /// <summary>Where else the partial types of a file are declared; none where that is not known.</summary>
    internal async Task<CodeAnswer<IReadOnlyList<OtherParts>>> PartsAsync(string path)
    {
        var answer = await AskAsync($"parts {path}", code => (IReadOnlyList<OtherParts>)code.PartsBeside(path, _life.Token));
        return new CodeAnswer<IReadOnlyList<OtherParts>>(answer.Value as IReadOnlyList<OtherParts>, answer.Problem);
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

    /// <summary>The code as it stands, at most two seconds old.</summary>
    private Task<CodeAnswer<CodeBase>> CurrentAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return Task.FromResult(CodeAnswer<CodeBase>.Failed("the engine is ending"));
            }
            if (_refresh is null || (_refresh.IsCompleted && time.GetElapsedTime(_refreshedAt) >= Freshness))
            {
                _refresh = Task.Run(RefreshAsync);
            }
            return _refresh;
        }
    }

    private async Task<CodeAnswer<CodeBase>> RefreshAsync()
    {
        var answer = await AnsweredAsync(() => _reading.ReadAsync(_projects, _life.Token));
        lock (_gate)
        {
            _refreshedAt = time.GetTimestamp();
            _latest = answer;
        }
        return answer;
    }

    /// <summary>The code as it stands now; as it stood before where to look at all files again takes long.</summary>
    private async Task<CodeAnswer<CodeBase>> KnownAsync()
    {
        var refresh = CurrentAsync();
        CodeAnswer<CodeBase>? before;
        lock (_gate)
        {
            before = _latest;
        }
        if (before?.Value is null || refresh.IsCompleted)
        {
            return await refresh;
        }
        try
        {
            return await refresh.WaitAsync(RefreshLimit, time);
        }
        catch (TimeoutException)
        {
            return before;
        }
    }

    /// <summary>Asks a question, each once for the same code.</summary>
    private async Task<CodeAnswer<object>> AskAsync(string question, Func<CodeBase, object> ask)
    {
        Task<CodeAnswer<object>> asked;
        lock (_gate)
        {
            _asked.Add(asked = Task.Run(() => AnswerAsync(question, ask)));
        }
        try
        {
            return await asked;
        }
        finally
        {
            lock (_gate)
            {
                _asked.Remove(asked);
            }
        }
    }

    private async Task<CodeAnswer<object>> AnswerAsync(string question, Func<CodeBase, object> ask)
    {
        var known = await KnownAsync();
        if (known.Value is not { } code)
        {
            return CodeAnswer<object>.Failed(known.Problem ?? "");
        }
        Task<CodeAnswer<object>>? answer;
        lock (_gate)
        {
            if (!ReferenceEquals(_answeredFrom, code))
            {
                _answers.Clear();
                _answeredFrom = code;
            }
            if (!_answers.TryGetValue(question, out answer) || answer is { IsCompletedSuccessfully: true, Result.Value: null })
            {
                if (_answers.Count >= MostAnswers)
                {
                    _answers.Clear();
                }
                _answers[question] = answer = Task.Run(() => AnsweredAsync(() => FoundAsync(code, ask)));
            }
        }
        return await answer;
    }

    private async Task<CodeAnswer<object>> FoundAsync(CodeBase code, Func<CodeBase, object> ask)
    {
        var answer = await DeepThread.RunAsync(() => CodeAnswer<object>.Known(ask(code)), time, _life.Token);
        _leftovers.Collect();
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
        catch (TimeoutException)
        {
            return CodeAnswer<T>.Failed("to work that out takes too long");
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
