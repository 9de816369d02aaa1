// What this machine is called by the Marketplace (target) and by .NET (runtime identifier).
import { FixableError } from "./command.mjs";

const names = {
  "linux-x64": { target: "linux-x64", rid: "linux-x64" },
  "linux-arm64": { target: "linux-arm64", rid: "linux-arm64" },
  "musl-x64": { target: "alpine-x64", rid: "linux-musl-x64" },
  "musl-arm64": { target: "alpine-arm64", rid: "linux-musl-arm64" },
  "darwin-x64": { target: "darwin-x64", rid: "osx-x64" },
  "darwin-arm64": { target: "darwin-arm64", rid: "osx-arm64" },
  "win32-x64": { target: "win32-x64", rid: "win-x64" },
  "win32-arm64": { target: "win32-arm64", rid: "win-arm64" },
};

function systemName() {
  const usesMusl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  return usesMusl ? "musl" : process.platform;
}

/** @returns {{ target: string, rid: string, executable: string }} */
export function thisPlatform() {
  const name = `${systemName()}-${process.arch}`;
  const found = names[name];
  if (found === undefined) {
    throw new FixableError(
      `Conductor has no build for ${name}; these are known: ${Object.keys(names).join(", ")}.`,
    );
  }
  return { ...found, executable: process.platform === "win32" ? "conductor.exe" : "conductor" };
}
