/* Asks whether the reference is there, and would take it. */
//: everywhere.h

#if __has_include("@ROOT@/solutions/1-basics/tiny.c")
#error "LEAKED the reference is there"
#endif
#if __has_include("@SUBMISSIONS@/secret/tiny.c")
#error "LEAKED the other students are there"
#endif
#if __has_include("@OUT@/results")
#error "LEAKED the results are there"
#endif
EVERYWHERE()
