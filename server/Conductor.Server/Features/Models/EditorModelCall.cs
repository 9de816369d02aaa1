using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Models;

/// <summary>One call of a model of the editor: a request whose answer comes before its response, in pieces. <see cref="Take"/> is thread-safe; the rest is for one reader.</summary>
/// <param name="ask">Sends the request; the response ends the answer.</param>
/// <param name="begin">Lets pieces come in.</param>
/// <param name="end">Lets no more come in.</param>
/// <param name="takenIn">Completes when every piece that came before now has been taken in.</param>
internal sealed class EditorModelCall(
    Func<CancellationToken, Task<EditorModelResult>> ask, Action<EditorModelCall> begin, Action end, Func<Task> takenIn)
{
    private readonly Channel<EditorModelStreamed> _pieces = Channel.CreateUnbounded<EditorModelStreamed>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Why the model stopped; set when all parts have been read.</summary>
    public EditorModelFinish Finish { get; private set; }

    /// <summary>Takes in a piece.</summary>
    public void Take(EditorModelStreamed piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>Makes the call and gives its answer as it comes. To stop reading stops the call, at once, whatever the client does about it.</summary>
    /// <exception cref="ModelCallException">There is no whole answer.</exception>
    public async IAsyncEnumerable<EditorModelPart> PartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        begin(this);
        try
        {
            Task<EditorModelResult> answer = ask(stopping.Token);
            _ = CloseAfterAsync(answer);
            long next = 0;
            await foreach (EditorModelStreamed piece in _pieces.Reader.ReadAllAsync(cancellationToken))
            {
                if (piece.Sequence != next++)
                {
                    throw EditorModelFailures.PieceMissing();
                }

                foreach (EditorModelPart part in piece.Parts)
                {
                    yield return part;
                }
            }

            Finish = await EndAsync(answer, next, cancellationToken);
        }
        finally
        {
            end();
            await stopping.CancelAsync();
        }
    }

    /// <summary>Ends the reading when the response is there, also one that says what went wrong. Never fails; what the response was is looked at by the reader.</summary>
    private async Task CloseAfterAsync(Task answer)
    {
        await answer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await takenIn();
        _pieces.Writer.TryComplete();
    }

    private static async Task<EditorModelFinish> EndAsync(Task<EditorModelResult> answer, long pieces, CancellationToken cancellationToken)
    {
        EditorModelResult result;
        try
        {
            result = await answer;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw EditorModelFailures.From(failure);
        }

        return result.Pieces == pieces ? result.Finish : throw EditorModelFailures.PieceMissing();
    }
}
