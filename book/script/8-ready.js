/* All is there: go where the address says. */
book.arrive();
