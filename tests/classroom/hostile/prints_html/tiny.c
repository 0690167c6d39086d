/* For the page of the teacher. */
//: everywhere.h

EVERYWHERE(printf("<script>alert(1)</script><img src=x onerror=alert(2)>\n"
		  "'\"><svg onload=alert(3)>]]>&lt;b&gt;\n");
	   fprintf(stderr, "<script>alert(4)</script>\n");)
