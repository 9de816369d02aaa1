namespace Outer
{
    namespace Inner.Deep
    {
        public static partial class Host
        {
            static partial void OnStart(string name);

            static partial void OnStart(string name)
            {
                Console.WriteLine(name);
            }

            public static partial int Value { get; }

            private protected abstract class Node
            {
                protected abstract int Depth(Node node);

                [DllImport("native", EntryPoint = "depth")]
                private static extern int NativeDepth(IntPtr node);

                internal sealed class Leaf : Node
                {
                    protected override int Depth(Node node)
                    {
                        int Local(int depth)
                        {
                            return depth + 1;
                        }

                        return Local(0);
                    }
                }
            }
        }
    }

    file static class Extensions
    {
        extension<T>(IEnumerable<T> source)
        {
            public bool IsEmpty => !source.Any();

            public T Second()
            {
                return source.Skip(1).First();
            }
        }
    }
}
