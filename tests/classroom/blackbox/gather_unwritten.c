/*
 * In gather, 2-concurrency/gather: the starter.
 * concurrent=unwritten order=nothing one_fails=unwritten first_failure=unwritten
 */
#include "labs/2-concurrency/gather.c"
