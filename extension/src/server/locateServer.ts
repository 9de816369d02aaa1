import { accessSync, chmodSync, constants, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** Where the server's executable was looked for, in this order. */
export type ServerSource = "setting" | "environment" | "bundled";

export type ServerLocation =
  | { readonly kind: "found"; readonly path: string; readonly source: ServerSource }
  | { readonly kind: "missing"; readonly path: string; readonly source: ServerSource };

export interface ServerLookup {
  /** Value of conductor.engine.path; empty when it is not set. */
  readonly setting: string;
  /** Value of CONDUCTOR_SERVER_PATH, which developers may set. */
  readonly environment: string | undefined;
  readonly extensionPath: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Finds the server. A path that a person or a developer named is used or reported, never passed over in silence.
 * `makeRunnable` says whether the file can be run.
 */
export function locateServer(lookup: ServerLookup, makeRunnable = makeFileRunnable): ServerLocation {
  const [path, source]: [string, ServerSource] =
    lookup.setting !== ""
      ? [lookup.setting, "setting"]
      : lookup.environment !== undefined && lookup.environment !== ""
        ? [lookup.environment, "environment"]
        : [bundledServer(lookup, makeRunnable), "bundled"];
  const isFound = isAbsolute(path) && makeRunnable(path);
  return { kind: isFound ? "found" : "missing", path, source };
}

/** Where `conductor` is a native program for a terminal, the engine that it hands over to is beside it and is started at once. */
function bundledServer(
  { extensionPath, platform }: ServerLookup,
  makeRunnable: (path: string) => boolean,
): string {
  const folder = join(extensionPath, "extension", "dist", "server");
  if (platform === "win32") {
    return join(folder, "conductor.exe");
  }
  const [conductor, engine] = [join(folder, "conductor"), join(folder, "conductor-engine")];
  // A terminal needs that one, so it is made runnable too.
  makeRunnable(conductor);
  return makeRunnable(engine) ? engine : conductor;
}

/** Packing on some systems loses the executable bit; it is put back here. */
function makeFileRunnable(path: string): boolean {
  try {
    if (!statSync(path).isFile()) {
      return false;
    }
    if (process.platform === "win32") {
      return true;
    }
    try {
      accessSync(path, constants.X_OK);
    } catch {
      chmodSync(path, 0o755);
    }
    return true;
  } catch {
    return false;
  }
}
