/* verdict: wrong, run: wrong. Clears the screen, and paints it green. */
EVERYWHERE(fputs("\033[2J\033[32m all passed \033]0;title\a\r\b\b", stderr);
	   fwrite("\0\0\233\x7f\xff\xfe\xe2\x80\xae", 1, 9, stderr);)
