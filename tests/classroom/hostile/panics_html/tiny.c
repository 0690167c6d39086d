/* What it panics with is shown. */
//: everywhere.h

EVERYWHERE(panic("<script>alert(1)</script>]]>\033[31m");)
