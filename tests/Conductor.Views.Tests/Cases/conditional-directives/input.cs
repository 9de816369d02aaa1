#define TRACE
#nullable enable
using System;
#if NET
using System.Net;
#endif

class Build
{
#if DEBUG
    void Debug()
    {
        Console.WriteLine("debug");
    }
#else
    void Release()
    {
        Console.WriteLine("release");
    }
#endif

    void Inside()
    {
#if DEBUG
        Console.WriteLine("debug");
#endif
        Console.WriteLine("always");
    }

#if WINDOWS
    void Open(string path) {
#else
    void Open(string path, int mode) {
#endif
        Console.WriteLine(path);
    }

    #region Plain
    void Plain()
    {
        #region Inner
        #pragma warning disable CS0168
        int unused;
        #pragma warning restore CS0168
        #endregion
    }
    #endregion

    void Half()
    {
        #region Half
        Console.WriteLine();
    }
    #endregion

    int Arrow()
#if DEBUG
        => 1;
#else
        => 2;
#endif

    void AfterPragma()
    #pragma warning disable CS0219
    {
        int x = 1;
    }
}
