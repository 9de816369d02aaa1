#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

static int before(int a) {
    puts("{ in a string, and // no comment");
    return a + 1;
}

/* Opens it. */
int
open_file(const char *path, int flags)
{
#ifdef _WIN32
    if (flags & 1) {
#else
    if (flags & 2) {
#endif
        puts(path);
        return 1;
    }
    return 0;
}

int after(void)
{
    puts("what follows is read as if nothing had been");
    return 0;
}

#if defined(SMALL) && \
    SMALL > 1
int two(int x) {
#elif OTHER
int two(short x) {
#else
int two(long x) {
#endif
    puts("one of three");
    return (int)x;
}

#if 0
int never(void) {
#endif

int branches(int a)
{
    if (a > 1) {
        puts("more");
#ifdef FAST
    } else if (a > 0) {
        puts("one");
#endif
    }
    return a;
}

int last(void)
{
    puts("the last one of the file");
    return 3;
}

#ifdef __cplusplus
}
#endif
