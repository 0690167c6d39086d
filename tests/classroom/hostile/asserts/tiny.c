/* An assertion of its own, which fails. */
//: everywhere.h

#include <assert.h>
EVERYWHERE(assert(!"</failure>\"><script>alert(1)</script>");)
