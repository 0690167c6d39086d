# The grader's second layer: three programs on what a student wrote, linked
# when it is graded. By which command, and of what, stands in a file:
#
#	link	cc ... -pthread -rdynamic
#	main	gather	build/plain/blackbox/gather.o
#	given	real	build/plain/blackbox/real.o
#	given	buffer	build/plain/given/buffer.o
#	lab	1-basics/run	build/plain/reference/1-basics/run.o

BLACKBOX := $(B)/blackbox
BLACKBOX_MAINS := $(BLACKBOX)/gather.o $(BLACKBOX)/echo.o \
		  $B/programs/3-networking/wget.o

$(BLACKBOX)/%.o: classroom/blackbox/%.c $(FLAGS)
	@mkdir -p $(@D)
	@$(COMPILE) -c -o $@ $<

# Each on the basic floor: whose switch and poller are whose is no matter.
$(BLACKBOX)/kit.tsv: $(BLACKBOX_MAINS) $(BLACKBOX)/real.o $(GIVENS) \
		$(ON_basic:%=$B/reference/%.o) $(FLAGS) \
		classroom/blackbox/blackbox.mk
	@{ printf 'link\t%s\n' '$(LINK)'; \
	printf 'main\t%s\t%s\n' $(foreach m,$(BLACKBOX_MAINS),$(notdir \
		$(m:%.o=%)) $m); \
	printf 'given\t%s\t%s\n' real $(BLACKBOX)/real.o \
		$(foreach g,$(GIVEN),$g $B/given/$g.o); \
	printf 'lab\t%s\t%s\n' $(foreach l,$(ON_basic),\
		$l $B/reference/$l.o); } >$@

grade-ready: $(BLACKBOX)/kit.tsv
