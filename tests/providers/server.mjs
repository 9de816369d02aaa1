// The fake provider server: `node tests/providers/server.mjs [--port N] [--script FILE]`.
import { parseArgs } from "node:util";
import { startFake } from "./fake/app.mjs";
import { readScript } from "./fake/script.mjs";

const { values } = parseArgs({ options: { port: { type: "string" }, script: { type: "string" } } });

const server = await startFake({
  port: Number(values.port ?? 0),
  ...(values.script === undefined ? {} : { script: readScript(values.script) }),
});
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);

// Whoever started it holds its stdin, so that it never outlives them.
const end = () => process.exit(0);
process.once("SIGTERM", end);
process.stdin.once("end", end).once("error", end).resume();
