/* SECRET-4711: nobody else may ever see this line. */
//: tests/hostile/idle.c
