/* Asks for other flags. */
//: solutions/1-basics/tiny.c

#pragma GCC optimize("O3", "no-stack-protector")
#pragma GCC target("avx2")
