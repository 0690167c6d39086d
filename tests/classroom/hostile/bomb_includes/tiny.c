/* Each includes itself twice. */
//: everywhere.h

#include __FILE__
#include __FILE__
EVERYWHERE()
