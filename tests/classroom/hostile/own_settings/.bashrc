export LD_PRELOAD=/tmp/evil.so
