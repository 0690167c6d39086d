/* verdict: symbols, run: none. A version of somebody else's function. */
__attribute__((symver("_exit@@GLIBC_2.2.5"))) void leave(int status)
{
}

EVERYWHERE()
