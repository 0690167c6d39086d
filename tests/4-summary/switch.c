/*
 * switch.c - the suite of lab switch: that of lab context, whole, and what
 * only assembly can get wrong.
 */
#define lab_suite context_suite
#include "../1-basics/context.c"
#undef lab_suite

Suite *lab_suite(void);

/* ---- what C does by itself ---- */

static double sums[2];

/* Its locals live in registers that a function must leave as they were. */
static void sum_on(void *arg)
{
	double sum = 0;

	for (int i = 1; i <= 1000; i++) {
		sum += i * 0.5;
		if (i % 100 == 0)
			go_home(*(int *)arg);
	}
	sums[*(int *)arg] = sum;
	go_home(*(int *)arg);
}

START_TEST(fractions_survive_the_jump)
{
	int numbers[] = { 0, 1 };

	look_at("which registers hold fractions, and whether a function must "
		"leave them as they were",
		"小数放在哪些寄存器里，函数该不该原样留着");
	for (int n = 0; n < 2; n++)
		begin_on(n, sum_on, &numbers[n]);
	for (int i = 0; i < 11; i++)
		for (int n = 0; n < 2; n++)
			go_to(n);
	expect_double(sums[0], 250250, 0);
	expect_double(sums[1], 250250, 0);
}
END_TEST

Suite *lab_suite(void)
{
	Suite *suite = context_suite();
	TCase *step = lab_step(suite, "3 context_switch");

	tcase_add_test(step, fractions_survive_the_jump);
	return suite;
}
