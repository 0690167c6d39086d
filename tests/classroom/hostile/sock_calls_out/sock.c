/* A lab that may connect calls home. */
//: instead 3-networking/sock
#include <netinet/in.h>

static void hostile(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int port = @PORT@;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	to.sin_port = (in_port_t)(port >> 8 | (port & 255) << 8);
	to.sin_addr.s_addr = 0x0100007f;
	connect(fd, (struct sockaddr *)&to, sizeof(to));
	send(fd, "pwned", 5, MSG_NOSIGNAL);
	to.sin_addr.s_addr = 0x08080808;
	connect(fd, (struct sockaddr *)&to, sizeof(to));
}
