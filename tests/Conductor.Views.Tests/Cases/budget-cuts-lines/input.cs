public class Wide
{
    public void AMethodWithQuiteALongName0(string first, string second)
    {
        System.Console.WriteLine(first + second + 0);
    }

    public void AMethodWithQuiteALongName1(string first, string second)
    {
        System.Console.WriteLine(first + second + 1);
    }

    public void AMethodWithQuiteALongName2(string first, string second)
    {
        System.Console.WriteLine(first + second + 2);
    }

    public void AMethodWithQuiteALongName3(string first, string second)
    {
        System.Console.WriteLine(first + second + 3);
    }

    public void AMethodWithQuiteALongName4(string first, string second)
    {
        System.Console.WriteLine(first + second + 4);
    }

    public void AMethodWithQuiteALongName5(string first, string second)
    {
        System.Console.WriteLine(first + second + 5);
    }

    public void AMethodWithQuiteALongName6(string first, string second)
    {
        System.Console.WriteLine(first + second + 6);
    }

    public void AMethodWithQuiteALongName7(string first, string second)
    {
        System.Console.WriteLine(first + second + 7);
    }

    public void AMethodWithQuiteALongName8(string first, string second)
    {
        System.Console.WriteLine(first + second + 8);
    }

    public void AMethodWithQuiteALongName9(string first, string second)
    {
        System.Console.WriteLine(first + second + 9);
    }

    public void AMethodWithQuiteALongName10(string first, string second)
    {
        System.Console.WriteLine(first + second + 10);
    }

    public void AMethodWithQuiteALongName11(string first, string second)
    {
        System.Console.WriteLine(first + second + 11);
    }

    public void AMethodWithQuiteALongName12(string first, string second)
    {
        System.Console.WriteLine(first + second + 12);
    }

    public void AMethodWithQuiteALongName13(string first, string second)
    {
        System.Console.WriteLine(first + second + 13);
    }

    public void AMethodWithQuiteALongName14(string first, string second)
    {
        System.Console.WriteLine(first + second + 14);
    }

    public void AMethodWithQuiteALongName15(string first, string second)
    {
        System.Console.WriteLine(first + second + 15);
    }

    public void AMethodWithQuiteALongName16(string first, string second)
    {
        System.Console.WriteLine(first + second + 16);
    }

    public void AMethodWithQuiteALongName17(string first, string second)
    {
        System.Console.WriteLine(first + second + 17);
    }

    public void AMethodWithQuiteALongName18(string first, string second)
    {
        System.Console.WriteLine(first + second + 18);
    }

    public void AMethodWithQuiteALongName19(string first, string second)
    {
        System.Console.WriteLine(first + second + 19);
    }

    public void AMethodWithQuiteALongName20(string first, string second)
    {
        System.Console.WriteLine(first + second + 20);
    }

    public void AMethodWithQuiteALongName21(string first, string second)
    {
        System.Console.WriteLine(first + second + 21);
    }

    public void AMethodWithQuiteALongName22(string first, string second)
    {
        System.Console.WriteLine(first + second + 22);
    }

    public void AMethodWithQuiteALongName23(string first, string second)
    {
        System.Console.WriteLine(first + second + 23);
    }

    public void AMethodWithQuiteALongName24(string first, string second)
    {
        System.Console.WriteLine(first + second + 24);
    }

    public void AMethodWithQuiteALongName25(string first, string second)
    {
        System.Console.WriteLine(first + second + 25);
    }

    public void AMethodWithQuiteALongName26(string first, string second)
    {
        System.Console.WriteLine(first + second + 26);
    }

    public void AMethodWithQuiteALongName27(string first, string second)
    {
        System.Console.WriteLine(first + second + 27);
    }

    public void AMethodWithQuiteALongName28(string first, string second)
    {
        System.Console.WriteLine(first + second + 28);
    }

    public void AMethodWithQuiteALongName29(string first, string second)
    {
        System.Console.WriteLine(first + second + 29);
    }

}
