// The native program that is `conductor` in the packed sidecar: it views C# files by itself, and becomes the engine for everything else.
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { say, step } from "./command.mjs";
import { dotnet } from "./dotnet.mjs";
import { cache } from "./paths.mjs";
import { thisPlatform } from "./platform.mjs";
import { outputOf } from "./processes.mjs";

/** What the managed program is called where a native one has its name. */
export const engineName = "conductor-engine";

const project = "server/Conductor.Front/Conductor.Front.csproj";

/** A folder of its own, since that a project is compiled to machine code is said to all that it refers to as well. */
const artifacts = join(cache, "release", `${thisPlatform().rid}-front`);

/** Whether a compiler makes a program, with what every program is linked with: one without its headers or libraries does not. */
async function links(compiler) {
  const folder = await mkdtemp(join(tmpdir(), "conductor-link-"));
  try {
    const source = join(folder, "probe.c");
    await writeFile(
      source,
      "#include <math.h>\nint main(int count, char **words) { return (int)sqrt(count); }\n",
    );
    const { code } = await outputOf(compiler, [source, "-o", join(folder, "probe"), "-lm", "-pthread"]);
    return code === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The C compiler that links it on this machine. On Linux gcc comes first, because what strips the program comes with it.
 * @returns {Promise<string | undefined>} nothing where there is none that works; Windows cannot hand a process over to another program
 */
export async function linker() {
  if (process.platform === "win32") {
    return undefined;
  }
  for (const compiler of process.platform === "darwin" ? ["clang"] : ["gcc", "clang"]) {
    if (await links(compiler)) {
      return compiler;
    }
  }
  return undefined;
}

async function publish(compiler, options) {
  const published = join(artifacts, "publish", "front");
  await dotnet(
    ...["publish", project, "-c", "Release", "-r", thisPlatform().rid, "-o", published],
    ...["--artifacts-path", artifacts, `-p:NuGetLockFilePath=${join(artifacts, "no.lock.json")}`],
    ...["-p:PublishAot=true", `-p:CppCompilerAndLinker=${compiler}`],
    ...options,
  );
  return join(published, "conductor-front");
}

/**
 * Gives the managed program its other name, and the native one its place. Whatever fails, one that is whole stands there.
 * @param {string} front the native program
 * @param {string} folder of the published sidecar
 */
export async function putInPlace(front, folder) {
  const conductor = join(folder, thisPlatform().executable);
  const engine = join(folder, engineName);
  const copied = join(folder, `${engineName}-front`);
  try {
    await copyFile(front, copied);
    await rename(conductor, engine);
    try {
      await rename(copied, conductor);
    } catch (error) {
      await rename(engine, conductor);
      throw error;
    }
  } catch (error) {
    await rm(copied, { force: true });
    throw error;
  }
}

/**
 * Where it can be made, puts the native program in the place of the managed one, which gets another name beside it; says which of both `conductor` is.
 * @param {string} folder of the published sidecar
 * @param {readonly string[]} options of the sidecar's own publishing
 */
export async function placeFront(folder, options) {
  const compiler = await linker();
  if (compiler === undefined) {
    say(
      "conductor: the managed program, since nothing here links a native one (gcc or clang does; on Windows nothing)",
    );
    return;
  }
  try {
    const what = `conductor: compiling what views C# files to machine code, linked by ${compiler}`;
    const front = await step(what, () => publish(compiler, options));
    await putInPlace(front, folder);
    say(`conductor: the native program, with the managed one beside it (${engineName})`);
  } catch (error) {
    say(`conductor: the managed program, since the native one could not be made. ${error.message}`);
    say("Delete .cache/stamps to try that again.");
  }
}

/**
 * The packages that are in the native program and that the managed one does not have: .NET as a library.
 * @returns {Promise<{ name: string, version: string }[]>}
 */
export async function frontPackages() {
  const assets = join(artifacts, "obj/Conductor.Front/project.assets.json");
  const text = await readFile(assets, "utf8").catch((error) => {
    throw new Error(
      `${assets}, which says what is in the native program, cannot be read (${error.code}). Delete .cache/stamps and package again: then it is made anew.`,
      { cause: error },
    );
  });
  const { libraries } = JSON.parse(text);
  return Object.keys(libraries)
    .filter((key) => key.startsWith("runtime."))
    .map((key) => key.split("/"))
    .map(([name, version]) => ({ name, version }));
}
