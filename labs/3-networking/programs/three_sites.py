"""three_sites.py - the tutorial's third program, hosts from the command line.

    three_sites.py [HOST[:PORT]...]
"""
import asyncio
import sys


async def wget(host):
    print(f"wget {host}...")
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, port or 80)
    header = f"GET / HTTP/1.0\r\nHost: {host}\r\n\r\n"
    writer.write(header.encode())
    await writer.drain()
    while True:
        line = await reader.readline()
        if line == b"\r\n":
            break
        print("%s header > %s" % (host, line.decode().rstrip()))
    writer.close()
    await writer.wait_closed()
    print(f"Done {host}.")


async def main(hosts):
    await asyncio.gather(*[wget(host) for host in hosts])


asyncio.run(main(sys.argv[1:] or [
    "www.sina.com.cn", "www.sohu.com", "www.163.com"]))
