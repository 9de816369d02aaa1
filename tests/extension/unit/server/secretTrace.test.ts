import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  Trace,
  TraceFormat,
  type Tracer,
} from "vscode-jsonrpc/node";
import { SecretsSetRequest, TrackListRequest } from "../../../../extension/src/protocol.generated";
import { withoutSecret } from "../../../../extension/src/server/secretTrace";

const key = "planted-key-1f2e3d";

/** Everything that the library traces of two requests, as the client made of it hands it to the log. */
async function traced(format: TraceFormat, write: (text: string) => string): Promise<string> {
  const lines: string[] = [];
  const tracer = {
    log: (message: unknown, data?: string) =>
      void lines.push(
        write(typeof message === "string" ? [message, data ?? ""].join("\n") : JSON.stringify(message)),
      ),
  } as Tracer;
  const [there, back] = [new PassThrough(), new PassThrough()];
  const client = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  const server = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  server.onRequest(SecretsSetRequest.method, () => ({ provider: "gemini", keySource: "secret" }));
  server.onRequest(TrackListRequest.method, () => ({ tracks: [] }));
  client.listen();
  server.listen();
  await client.trace(Trace.Verbose, tracer, { traceFormat: format, sendNotification: false });
  await client.sendRequest(SecretsSetRequest.method, { provider: "gemini", key });
  await client.sendRequest(TrackListRequest.method, { path: "some/path" });
  client.dispose();
  server.dispose();
  return lines.join("\n");
}

test.each([TraceFormat.Text, TraceFormat.JSON])(
  "The verbose trace (%s) shows that a key was sent, and everything of other messages, but no key",
  async (format) => {
    expect(await traced(format, (text) => text)).toContain(key);
    const written = await traced(format, withoutSecret);
    expect(written).not.toContain(key);
    expect(written).toContain("conductor/secrets/set: its content is a secret");
    expect(written).toContain("some/path");
  },
);
