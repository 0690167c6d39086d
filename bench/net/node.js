// node: net.Server and net.Socket; what came is written as it is.
"use strict";
const net = require("net");
const { performance } = require("perf_hooks");

const HERE = "127.0.0.1";

function serve() {
  const server = net.createServer({ noDelay: true }, (client) => {
    client.on("data", (data) => {
      if (!client.write(data)) {
        client.pause();
        client.once("drain", () => client.resume());
      }
    });
    client.on("error", () => client.destroy());
  });
  server.listen({ host: HERE, port: 0, backlog: 1024 }, () => {
    console.log(server.address().port);
  });
}

function fetch(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: HERE, port });
    let bytes = 0;
    socket.on("error", reject);
    socket.on("data", (data) => { bytes += data.length; });
    socket.on("end", () => {
      if (bytes > 1000) resolve();
      else reject(new Error("an answer was cut"));
    });
    socket.write("GET / HTTP/1.0\r\n\r\n");
  });
}

async function fetches(n, port) {
  const start = performance.now();
  await Promise.all(Array.from({ length: n }, () => fetch(port)));
  console.log(performance.now() - start);
}

const [metric, n, , port] = process.argv.slice(2);
if (metric === "echo") serve();
else if (metric === "fetches") fetches(Number(n), Number(port));
else process.exitCode = 3;
