/* The same; what the assembler says would show it. */
//: everywhere.h

__asm__(".include \"/etc/passwd\"");
EVERYWHERE()
