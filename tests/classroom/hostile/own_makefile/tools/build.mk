$(shell touch @OUT@/pwned)
