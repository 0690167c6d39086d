/* Looks for somebody outside: the test that started us listens. */
//: everywhere.h
//: raw.h

#include <sys/socket.h>
#include <netinet/in.h>

static void call(unsigned long address, int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	long fd = raw(SYS_socket, AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0, 0);

	to.sin_port = (in_port_t)(port >> 8 | (port & 255) << 8);
	to.sin_addr.s_addr = (in_addr_t)address;
	if (raw(SYS_connect, fd, (long)&to, sizeof(to), 0) == -101)
		return;
	raw(SYS_sendto, fd, (long)"pwned", 5, 0x4000);
}

static void attack(void)
{
	char abstract[32] = { AF_UNIX, 0, 0 };
	long fd = raw(SYS_socket, AF_UNIX, SOCK_STREAM, 0, 0);
	int n = snprintf(abstract + 3, 28, "hostile-%d", @PORT@);

	call(0x0100007f, @PORT@);
	call(0x08080808, 53);
	if (raw(SYS_connect, fd, (long)abstract, n + 3, 0) == 0)
		raw(SYS_write, fd, (long)"pwned", 5, 0);
}
