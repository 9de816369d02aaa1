using System;
using static System.Math;

[assembly: System.Reflection.AssemblyTitle("demo")]

// Says hello.
Console.WriteLine("hello");
var sum = 0;
for (var i = 0; i < 10; i++)
{
    sum += i;
}

int Twice(int x) => x * 2;

return Twice(sum);

class Helper
{
    public void Help() { Console.WriteLine(); }
}
