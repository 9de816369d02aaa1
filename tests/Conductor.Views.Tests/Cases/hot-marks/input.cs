using Conductor.Annotations;

class Engine
{
    // [HOT] the inner loop
    public int Run(int x)
    {
        var sum = 0;

        for (var i = 0; i < x; i++)
        {
            sum += i;
        }

        return sum;
    }

    public int Walk()
    {
        // [HOT]
        return 1;
    }

    [CoreLogic]
    public int Attribute() => 2;

    [Conductor.Annotations.CoreLogicAttribute("why")]
    public int Qualified() { return 3; }

    [global::CoreLogic, Obsolete]
    public int Aliased() { return 4; }

    public int Trailing() { return 5; } // [HOT]

    // [HOT]
    private readonly int[] _table =
    [
        1,
        2,
    ];

    public int Property
    {
        get { return 6; }
        // [HOT]
        set { _table[0] = value; }
    }

    public string NotAComment() { return "// [HOT]"; }

    [CoreLogicish]
    public int Other() { return 7; }

    // HOT
    public int Cold() { return 8; }
}
