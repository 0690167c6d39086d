# two_threads.py - the tutorial's proof of one thread, given to two threads.
import threading

both_looked = threading.Barrier(2)
text, number = {}, {}


def hello(name):
    text[name] = "(%s)" % (threading.current_thread)
    number[name] = "(%x)" % (threading.get_ident())
    both_looked.wait()      # both are alive: no number is used twice


threads = [threading.Thread(target=hello, args=(name,))
           for name in ("Bob", "Alice")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print("threads:", len(threads))
print("not called, the same text:", text["Bob"] == text["Alice"])
print("get_ident(), the same text:", number["Bob"] == number["Alice"])
print(text["Bob"])
