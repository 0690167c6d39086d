// node.js - async functions. A task begins at once when it is called.
"use strict";
const net = require("net");

const YIELDS = 100000, WARM = 1000;

// What this process has had of the processor, in ns.
function cpu() {
  const used = process.cpuUsage();
  return (used.user + used.system) * 1000;
}

const pause = () => new Promise((wake) => setImmediate(wake));

// n sockets to which nobody ever connects.
async function watchSockets(n) {
  for (let i = 0; i < n; i++)
    await new Promise((ready) =>
      net.createServer().listen(0, "127.0.0.1", ready));
}

async function yields(n) {
  await watchSockets(n);
  for (let i = 0; i < WARM; i++) await pause();
  const start = cpu();
  for (let i = 0; i < YIELDS; i++) await pause();
  return (cpu() - start) / YIELDS;
}

async function echo(number) {
  return number;
}

async function awaitMany(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += await echo(i);
  return sum;
}

async function spawn(n) {
  await awaitMany(20 * WARM); // until it is compiled
  const start = cpu();
  if (await awaitMany(n) !== n * (n - 1) / 2) process.exit(1);
  return (cpu() - start) / n;
}

async function sleepASecond() {
  await new Promise((wake) => setTimeout(wake, 1000));
}

async function sleepers(n) {
  return (await Promise.all(Array.from({ length: n }, sleepASecond))).length;
}

async function startup(n) {
  console.log("hello");
  return 1;
}

async function main(metric, parameter) {
  const known = { yield: yields, spawn, sleepers, startup };
  if (!(metric in known)) process.exit(3);
  console.log(await known[metric](Number(parameter)));
  process.exit(0);
}

main(process.argv[2], process.argv[3]);
