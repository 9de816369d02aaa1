#nullable enable
global using System.Threading.Tasks;
extern alias Legacy;

namespace Modern;

public abstract partial class Service : IAsyncDisposable
{
    private string? _name = default!;
    public ref readonly int Peek(scoped ref int value, Span<int?> span) { return ref value; }
    public async ValueTask<string?> ReadAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return name switch { null => null, { Length: > 3 } long_ => long_, _ => "x" };
    }
    public static unsafe void Copy(byte* from, byte* to) { *to = *from; }
    public ValueTask DisposeAsync() => default;
    static Service() { }
    protected Service() : base() { _name = "a"; }
    protected Service(Action action) : this(() => { action(); }, 1)
    { }
    public fixed_ @class { get; }
    public unsafe struct Buffer { public fixed byte Data[16]; }
    public (int A, string? B) Tuple => (1, null);
}
