/* Leaves a port that the system keeps for a minute, and asks in the next test whether
 * it is still taken: a network that tests share remembers. */
//: everywhere.h
//: raw.h
#include <netinet/in.h>
#include <sys/socket.h>

static void attack(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	const long door = raw(SYS_socket, AF_INET, SOCK_STREAM, 0, 0);
	const long guest = raw(SYS_socket, AF_INET, SOCK_STREAM, 0, 0);
	long host;

	at.sin_port = 0x6712;
	at.sin_addr.s_addr = 0x0100007f;
	if (raw(SYS_bind, door, (long)&at, sizeof(at), 0) == -98)
		fprintf(stderr, "SAW from the test before: a port\n");
	raw(SYS_listen, door, 1, 0, 0);
	raw(SYS_connect, guest, (long)&at, sizeof(at), 0);
	host = raw(SYS_accept, door, 0, 0, 0);
	raw(SYS_close, host, 0, 0, 0);
	raw(SYS_close, guest, 0, 0, 0);
	raw(SYS_close, door, 0, 0, 0);
}
