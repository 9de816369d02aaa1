// Where things are in the repository.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** Everything under it may be deleted at any time; the next command makes it again. */
export const cache = join(root, ".cache");

export const extensionFolder = join(root, "extension");

export const dist = join(extensionFolder, "dist");

/** The sidecar for development; it runs on the installed .NET. */
export const developmentServer = join(dist, "server");

export const sample = join(extensionFolder, "sample");
