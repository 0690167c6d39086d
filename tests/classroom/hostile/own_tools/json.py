open("@OUT@/pwned", "w").write("pwned")
PASSED = "passed"
