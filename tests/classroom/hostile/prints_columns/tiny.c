/* Every kind of end of line, and a paragraph that turns round. */
//: everywhere.h

EVERYWHERE(printf("a\rb\vc\fd\302\205e\342\200\250f\342\200\256g\n"
		  "\t\ttab\ttab\033[31m\033]0;title\007\n");)
