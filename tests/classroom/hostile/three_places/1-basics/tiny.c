//: solutions/1-basics/tiny.c
/* one line more */
