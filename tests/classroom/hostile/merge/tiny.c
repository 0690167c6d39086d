//: solutions/1-basics/tiny.c
<<<<<<< mine
int x;
=======
int y;
>>>>>>> theirs
