/* Its own malloc: nobody counts any more. */
//: solutions/1-basics/tiny.c

void *malloc(unsigned long size)
{
	return 0;
}
