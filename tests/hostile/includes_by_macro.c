/* verdict: symbols, run: , lab: tiny, alone. */
#define FOLDER(name) ../../../../ solutions / 1 - basics / name
#define QUOTED(name) ANSWER(name)
#define ANSWER(name) #name
#include QUOTED(FOLDER(tiny.c))
