//: solutions/1-basics/tiny.c
