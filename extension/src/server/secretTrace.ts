import type * as vscode from "vscode";
import { SecretsSetRequest } from "../protocol.generated";

/** Methods whose messages carry what must not be read anywhere. */
const secretMethods: readonly string[] = [SecretsSetRequest.method];

/** A line of the trace of messages; of one with a secret, only that it was there. */
export function withoutSecret(text: string): string {
  const method = secretMethods.find((secret) => text.includes(secret));
  return method === undefined ? text : `${method}: its content is a secret and is not written here.`;
}

/**
 * The same log for the trace of messages, whatever its format. It stands in for the channel instead of wrapping it, since
 * the editor's objects may be frozen.
 */
export function traceChannel(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return new Proxy({} as vscode.LogOutputChannel, {
    get(_nothing, name): unknown {
      if (name === "trace") {
        return (text: string): void => log.trace(withoutSecret(text));
      }
      const value: unknown = Reflect.get(log, name);
      return typeof value === "function" ? (value.bind(log) as unknown) : value;
    },
  });
}
