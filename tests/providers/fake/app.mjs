// The HTTP server: what lies below /__ is for tests, everything else is /{session}/{scenario}/{the provider's own path}.
import { createServer } from "node:http";
import { answer } from "./answer.mjs";
import { RequestLog } from "./log.mjs";
import { scenarioList, shownScenario } from "./scenarios.mjs";

/**
 * Starts the fake on 127.0.0.1.
 * @param {{ port?: number, script?: import("./script.mjs").Script }} [options] Port 0, the default, takes a free one.
 * @returns {Promise<{ port: number, url: string, close: () => Promise<void> }>} `close` also breaks off what is still being answered.
 */
export async function startFake({ port = 0, script } = {}) {
  const log = new RequestLog();
  const server = createServer((request, response) => {
    handle(request, response, { log, script }).catch((error) => {
      process.stderr.write(`${error.stack}\n`);
      if (response.headersSent) {
        response.destroy();
      } else {
        sayText(response, 500, `The fake broke: ${error.message}\n`);
      }
    });
  });
  // A test may keep a connection idle for as long as it likes.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(request, response, context) {
  const url = new URL(request.url, "http://127.0.0.1");
  const [first, ...rest] = url.pathname.split("/").slice(1).map(decodeURIComponent);
  if (first === "__requests") {
    return requests(request, response, { log: context.log, session: rest[0], wait: rest[1], url });
  }
  if (first === "__scenarios") {
    const shown = rest.length === 2 ? shownScenario(rest[0], rest[1]) : scenarioList();
    return sayJson(response, shown === undefined ? 404 : 200, shown ?? { error: "no such scenario" });
  }
  const [scenario, ...path] = rest;
  const text = await bodyOf(request);
  const received = {
    session: first,
    scenario: scenario ?? "",
    method: request.method,
    path: `/${path.join("/")}`,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: parsed(text),
  };
  return answer(received, response, context);
}

async function requests(request, response, { log, session, wait, url }) {
  if (request.method === "DELETE") {
    log.clear(session);
    return sayJson(response, 200, []);
  }
  if (wait !== "wait") {
    return sayJson(response, 200, log.of(session));
  }
  const query = url.searchParams;
  const enough = await log.wait(session, {
    count: Number(query.get("count") ?? 1),
    ended: query.get("ended") === "1",
    timeoutMs: Number(query.get("timeoutMs") ?? 30_000),
  });
  return sayJson(response, enough ? 200 : 408, log.of(session));
}

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** The parsed body; the text itself when it is not JSON, null when there is none. */
function parsed(text) {
  if (text === "") {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function sayJson(response, status, value) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

function sayText(response, status, text) {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(text);
}
