# The grader's second layer: three programs on what a student wrote, linked
# when it is graded. By which command, and of what, stands in a file:
#
#	link	cc ... -pthread -rdynamic -Wl,--wrap=send
#	main	gather	build/plain/blackbox/gather.o
#	given	real	build/plain/blackbox/real.o
#	given	narrow	build/plain/blackbox/narrow.o
#	given	buffer	build/plain/given/buffer.o
#	lab	1-basics/run	build/plain/reference/1-basics/run.o

BLACKBOX := $(B)/blackbox
BLACKBOX_MAINS := $(BLACKBOX)/gather.o $(BLACKBOX)/echo.o \
		  $B/programs/3-networking/wget.o
BLACKBOX_OURS := $(BLACKBOX)/real.o $(BLACKBOX)/narrow.o

$(BLACKBOX)/%.o: classroom/blackbox/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

# Each on the basic floor: whose switch and poller are whose is no matter.
$(BLACKBOX)/kit.tsv: $(BLACKBOX_MAINS) $(BLACKBOX_OURS) $(GIVENS) \
		$(ON_basic:%=$B/reference/%.o) $(FLAGS) \
		classroom/blackbox/blackbox.mk
	@{ printf 'link\t%s\n' '$(LINK) -Wl,--wrap=send'; \
	printf 'main\t%s\t%s\n' $(foreach m,$(BLACKBOX_MAINS),$(notdir \
		$(m:%.o=%)) $m); \
	printf 'given\t%s\t%s\n' \
		$(foreach o,$(BLACKBOX_OURS),$(notdir $(o:%.o=%)) $o) \
		$(foreach g,$(GIVEN),$g $B/given/$g.o); \
	printf 'lab\t%s\t%s\n' $(foreach l,$(ON_basic),\
		$l $B/reference/$l.o); } >$@

grade-ready: $(BLACKBOX)/kit.tsv
