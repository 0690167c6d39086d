/* As much, but of nothing: it costs only whoever loads it. */
//: everywhere.h

static char much[1ul << 46];

EVERYWHERE(much[0]++;)
