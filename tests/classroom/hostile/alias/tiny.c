/* Another name for a function of its own. */
//: solutions/1-basics/tiny.c

int _exit_status(void) __attribute__((alias("tiny_time")));
