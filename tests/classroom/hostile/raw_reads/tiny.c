/* Reads what is none of its business. */
//: everywhere.h
//: raw.h

static void attack(void)
{
	raw_tell("/etc/shadow");
	raw_tell("/etc/hostname");
	raw_tell("@ROOT@/solutions/1-basics/tiny.c");
	raw_tell("@ROOT@/tests/1-basics/tiny.c");
	raw_tell("@SUBMISSIONS@/secret/tiny.c");
	raw_tell("@SUBMISSIONS@/secret/language");
	raw_tell("@OUT@/results/secret.json");
	raw_show("SAW", "/proc/1/environ");
	raw_tell("/proc/1/root@SUBMISSIONS@/secret/tiny.c");
	raw_tell("../../secret/tiny.c");
	raw_tell("../secret/tiny.c");
}
