/* What the grader wrote about another student. */
#include "@OUT@/results/secret.json"
