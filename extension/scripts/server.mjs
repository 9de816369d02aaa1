// The sidecar's two builds: a quick one for development, and the one that goes into the VSIX.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { step } from "./command.mjs";
import { dotnet } from "./dotnet.mjs";
import { linker, placeFront } from "./front.mjs";
import { installNpmPackages } from "./npm-packages.mjs";
import { placeOutlines } from "./outlines.mjs";
import { cache, developmentServer } from "./paths.mjs";
import { thisPlatform } from "./platform.mjs";
import { hashOf, unlessDone } from "./stamps.mjs";

const project = "server/Conductor.Server/Conductor.Server.csproj";
const quiet = ["--nologo", "-v", "q", "-nodeReuse:false"];

/** @returns {Promise<string>} what both builds are made from, as a hash */
export function serverHash() {
  return hashOf([
    "server",
    "Directory.Build.props",
    "Directory.Packages.props",
    "global.json",
    ".editorconfig",
  ]);
}

/** @returns {Promise<string>} what the sidecar that users get is made from and with, as a hash */
export async function releaseHash() {
  return `${await serverHash()} ${(await linker()) ?? ""}`;
}

/** Makes `extension/dist/server/conductor`, which runs on the installed .NET. Gives the path of the executable. */
export async function buildDevelopmentServer() {
  const executable = join(developmentServer, thisPlatform().executable);
  // What reads other languages than C# is put beside it from packages.
  await installNpmPackages();
  await unlessDone({ name: "server-development", hash: await serverHash(), result: executable }, async () => {
    await step("sidecar: building the one for development (a minute or two the first time)", async () => {
      await dotnet("restore", project, "--locked-mode", "-v", "q", "-nodeReuse:false");
      await rm(developmentServer, { recursive: true, force: true });
      await dotnet("publish", project, "-c", "Release", "--no-restore", "-o", developmentServer, ...quiet);
    });
  });
  await placeOutlines(developmentServer);
  return executable;
}

/**
 * Makes the sidecar that users get: it brings .NET along and is compiled ahead of time. Its restore needs packages for
 * this platform that the lock files do not list, so it works in a folder of its own, without lock files; the versions
 * come from Directory.Packages.props all the same. Where a C compiler links it, `conductor` is a native program with the managed one beside it.
 * @returns {Promise<string>} its folder
 */
export async function buildReleaseServer() {
  const { rid, executable } = thisPlatform();
  const artifacts = join(cache, "release", rid);
  const folder = join(artifacts, "publish", "server");
  const result = join(folder, executable);
  await unlessDone({ name: `server-${rid}`, hash: await releaseHash(), result }, async () => {
    await rm(folder, { recursive: true, force: true });
    const what = `sidecar: compiling the self-contained one for ${rid} ahead of time (a few minutes the first time)`;
    const common = [
      "-p:DebugType=none",
      "-p:GenerateDocumentationFile=false",
      "-p:RestorePackagesWithLockFile=false",
      ...quiet,
    ];
    const options = [
      ...["publish", project, "-c", "Release", "-r", rid, "--self-contained", "-o", folder],
      ...["--artifacts-path", artifacts, `-p:NuGetLockFilePath=${join(artifacts, "no.lock.json")}`],
      "-p:PublishReadyToRun=true",
      ...common,
    ];
    await step(what, () => dotnet(...options));
    await placeFront(folder, common);
  });
  return folder;
}
