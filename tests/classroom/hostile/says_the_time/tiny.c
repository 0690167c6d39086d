/* What it prints is new in every run. */
//: everywhere.h

#error "made at " __DATE__ __TIME__ __TIMESTAMP__
EVERYWHERE()
