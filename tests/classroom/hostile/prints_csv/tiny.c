/* For whoever opens the table. */
//: everywhere.h

EVERYWHERE(printf("=HYPERLINK(\"http://example.com\",\"ok\")\n"
		  "+1+cmd|' /C calc'!A0\n@SUM(1)\n-2+3\n\",\"passed\",\"100\n");)
