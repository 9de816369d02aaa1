// Reads requests, one JSON object a line, and answers each with a line: the declarations of a text as spans.
//   {"id":1,"language":"go","text":"…"}  →  {"id":1,"members":[…],"imports":{…},"generated":false,"broken":false}
//                                       or  {"id":1,"error":"…"}
// The first line says that it is ready. It ends when its input does. Nothing else goes to standard output.
import { createInterface } from "node:readline";
import { outlineOf } from "./outline.mjs";
import { startRuntime } from "./parsers.mjs";

const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

/** A text that breaks the parser is that text's trouble; the next one may be read. */
async function read(line) {
  const { id, language, text } = JSON.parse(line);
  try {
    return { id, ...(await outlineOf(language, text)) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

await startRuntime();
answer({ ready: true });

// One at a time, in the order they came: the parser is one, and nothing in it waits.
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  answer(await read(line));
}
