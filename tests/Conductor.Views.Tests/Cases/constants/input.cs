class Build
{
#if FAST
    int Fast() { return 1; }
#else
    int Slow() { return 2; }
#endif
}
