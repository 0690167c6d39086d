/* What the compiler puts into it should not change. */
//: everywhere.h

EVERYWHERE(printf("%s %s %s\n", __DATE__, __TIME__, __TIMESTAMP__);)
