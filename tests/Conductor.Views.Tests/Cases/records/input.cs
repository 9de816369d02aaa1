using System;

namespace Shop;

/// <summary>A point.</summary>
/// <param name="X">To the right.</param>
public readonly record struct Point(int X, int Y = 0)
{
    public static Point Origin { get; } = new(0, 0);

    public double Length => Math.Sqrt((X * X) + (Y * Y));
}

public record Person(string Name, [property: Obsolete("use Name")] string? Nick);

public sealed record Employee(string Name, int Salary) : Person(Name, null), IComparable<Employee>
{
    public Employee(string name) : this(name, 0)
    {
        Console.WriteLine(name);
    }

    public int CompareTo(Employee? other) => other is null ? 1 : Salary.CompareTo(other.Salary);

    public override string ToString()
    {
        return $"{Name} earns {Salary}";
    }
}

public record class Empty;
