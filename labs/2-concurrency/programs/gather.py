import asyncio
import threading


async def hello(name):
    print("Hello %s! (%x)" % (name, threading.get_ident()))
    await asyncio.sleep(1)
    print("Hello %s again! (%x)" % (name, threading.get_ident()))
    return name


async def main():
    names = await asyncio.gather(hello("Bob"), hello("Alice"))
    print(names)


asyncio.run(main())
