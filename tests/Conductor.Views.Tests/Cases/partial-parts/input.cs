namespace Shop;

public partial class Order
{
    public partial class Line { int One() { return 1; } }

    void Pay() { Send(); }
}

class Whole { int Two() { return 2; } }
