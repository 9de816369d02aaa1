using System;

class Shelf
{
    private readonly int[] _items = new int[10];

    public int Count { get; private set; } = 3;

    public required string Name { get; init; }

    public int First
    {
        get
        {
            return _items[0];
        }

        [Obsolete]
        private set => _items[0] = value;
    }

    public int Field { get => field; set { field = value; } }

    public int this[int index] => _items[index];

    public int this[string name, int fallback]
    {
        get { return Find(name) ?? fallback; }
        set
        {
            Store(name, value);
        }
    }

    public event EventHandler? Changed;

    public event EventHandler<int>? Sold
    {
        add { Changed += value; }
        remove => Changed -= value;
    }

    public event Action Done = delegate { Console.WriteLine("done"); };
}
