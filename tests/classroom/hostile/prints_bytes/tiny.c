/* No text at all. */
//: everywhere.h

EVERYWHERE(for (int i = 0; i < 256; i++) {
	putchar(i);
	fputc(255 - i, stderr);
})
