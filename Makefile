# From select to gather · 从 select 到 gather
#
# `make help` says what can be typed; below stands what there is. A lab is a
# section of the book, a file to write in labs/, a reference in solutions/ and
# a suite in tests/, all of the same name.

.DEFAULT_GOAL := help

# A make that another one started inherits the list, and must not add to it.
LABS :=

# 1. Basics: from one select(2) to async_run(hello)
LABS += 1-basics/tiny		# a whole event loop in forty lines
LABS += 1-basics/selector	# which of these descriptors can be used now?
LABS += 1-basics/timers		# a heap of deadlines
LABS += 1-basics/loop		# the ready queue, and one turn after another
LABS += 1-basics/watch		# descriptors on the loop
LABS += 1-basics/context	# two stacks, and the jump between them
LABS += 1-basics/coro		# a function that can pause
LABS += 1-basics/future		# a value that is not there yet
LABS += 1-basics/task		# a coroutine that the loop drives
LABS += 1-basics/run		# async_run: the tutorial's first program

# 2. Concurrency: gather, and enough waiting
LABS += 2-concurrency/gather	# many at once, results in order
LABS += 2-concurrency/timeout	# timeout, wait_for, shield
LABS += 2-concurrency/locks	# semaphore, lock, event, condition
LABS += 2-concurrency/queue	# things handed from task to task

# 3. Networking: three sites at once
LABS += 3-networking/sock	# sockets that make the task wait
LABS += 3-networking/resolve	# names to addresses, in a thread
LABS += 3-networking/reader	# lines and records out of arbitrary chunks
LABS += 3-networking/writer	# bytes out, as fast as they are taken
LABS += 3-networking/stream	# open_connection, start_server
LABS += 3-networking/wget	# the tutorial's third program

# 4. Summary: the floor laid again, and nothing above it moves
LABS += 4-summary/switch	# context again, in a dozen instructions
LABS += 4-summary/poller	# selector again: a wait costs what is ready
LABS += 4-summary/serve	# this book, served by your own runtime

include tools/build.mk		# how things are compiled and linked
include tools/desk.mk		# help, test, run
include tools/editor.mk		# compile_commands.json, debug
-include tools/trace.mk	# trace
-include tools/faults.mk	# faults
-include tools/check.mk		# setup, labs, reset, check
-include tools/mutants.mk	# mutants, kills
-include tools/coverage.mk	# coverage
-include tools/fuzz.mk		# fuzz, fuzz-keep
-include book/book.mk		# book, pairs
-include bench/bench.mk		# bench, setup-bench
-include classroom/classroom.mk	# handout, grade, platform
