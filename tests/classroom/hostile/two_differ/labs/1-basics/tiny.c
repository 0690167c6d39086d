/* Two of them, and they differ: which one counts? */
//: solutions/1-basics/tiny.c
