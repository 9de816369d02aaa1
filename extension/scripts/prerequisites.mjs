// The basic tools that Conductor does not bring along, each with the one line that says how to get it.
import { FixableError } from "./command.mjs";
import { outputOf } from "./processes.mjs";

export function requireNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) {
    throw new FixableError(
      `Node.js 20 or newer is needed, this is ${process.version}: install it from https://nodejs.org.`,
    );
  }
}

export async function requireGit() {
  if ((await outputOf("git", ["--version"])).code !== 0) {
    throw new FixableError(
      "git is needed: install it from https://git-scm.com or with your package manager.",
    );
  }
}

export async function requireDotnet() {
  const { code } = await outputOf("dotnet", ["--version"]);
  if (code !== 0) {
    throw new FixableError(
      "The .NET 10 SDK is needed: install it from https://dotnet.microsoft.com/download/dotnet/10.0.",
    );
  }
}

/** Compilers and the like: the first that is missing is named, with the command that installs it on Debian and Ubuntu. */
export async function requireBuildTools() {
  const tools = [
    { program: "python3", install: "python3" },
    { program: "make", install: "make" },
    { program: "g++", install: "g++" },
  ];
  for (const { program, install } of tools) {
    if ((await outputOf(program, ["--version"])).code !== 0) {
      throw new FixableError(
        `${program} is needed to build the editor's native parts: install it (Debian, Ubuntu: sudo apt-get install ${install}).`,
      );
    }
  }
}
