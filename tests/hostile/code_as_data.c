/* verdict: symbols, run: exit crash. Instructions that no compiler wrote. */
static const unsigned char leave[]
	__attribute__((section(".text.leave"))) = { 0xb8, 0xe7, 0,    0,   0,
						    0x31, 0xff, 0x0f, 0x05 };

EVERYWHERE(((void (*)(void))(const void *)leave)();)
