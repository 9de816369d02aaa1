namespace Conductor.Views;

/// <summary>The first view of a process waits for the parser, the vocabulary and what hashes texts; this has them loaded before it is asked for.</summary>
public static class FirstView
{
    // Something of most that a file has.
    internal const string Sample = """
        using System;
        using System.Collections.Generic;

        namespace Ready;

        /// <summary>Some text. And more.</summary>
        /// <param name="names">Words.</param>
        [Serializable]
        public sealed partial class Sample<T>(IReadOnlyList<string> names) : Base, IDisposable
            where T : class, new()
        {
            // [HOT]
            private const int Most = 0x10;
            private static readonly Dictionary<string, int[]?> Known = new(StringComparer.Ordinal) { ["one"] = [1, 2] };

            public Sample() : this([])
            {
                _ = Most;
            }

            /// <inheritdoc/>
            public event EventHandler? Changed;

            public string Name { get; private set; } = $"a {names.Count:N0} name";

            public int this[int index] => index * 2;

        #if DEBUG
            public void Dispose()
            {
                foreach (var name in names)
                {
                    if (name is { Length: > 0 } && Known.TryGetValue(name, out var found))
                    {
                        Changed?.Invoke(this, EventArgs.Empty);
                    }
                }
            }
        #endif

            /// <summary>Says how many there are.</summary>
            internal static async Task<T?> FindAsync(Func<T, bool> wanted, int? from = null, params string[] more)
            {
                try
                {
                    return await Task.Run(() => new T()) ?? throw new InvalidOperationException("none");
                }
                catch (Exception failure) when (failure is not null)
                {
                    return default;
                }
            }

            public static bool operator ==(Sample<T> left, Sample<T> right) => left.Equals(right);

            private enum Kind { First = 'a', Second }

            private readonly record struct Pair(int Left, int Right);

            private interface IThing { void Do(ref int one, out string two); }
        }
        """;

    /// <summary>Views a small text. Takes as long as a small program takes to start, so it is called beside other work.</summary>
    public static void Prepare() => ViewBuilder.Build(new ViewRequest("Ready.cs", Sample, ViewLevel.Skeleton), O200kTokenCounter.Shared);
}
