/* In the words of the compiler. */
//: everywhere.h

#error <script>alert(1)</script> ]]> "&y; =1+1
EVERYWHERE()
