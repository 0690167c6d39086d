shell touch @OUT@/pwned
