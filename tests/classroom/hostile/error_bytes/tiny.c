/* In the words of the compiler: colours, and a title. */
//: everywhere.h

#pragma message "\033[31m\033]0;pwned\007\u202e ok"
#warning =cmd|' /C calc'!A0
EVERYWHERE(nobody();)
