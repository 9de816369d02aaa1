// The .NET command line, told to leave no server behind.
import { exitCodeOf, outputOf, run } from "./processes.mjs";

/** MSBuild reads properties from the environment too: `UseSharedCompilation=false` keeps the compiler server away. */
export const dotnetEnvironment = {
  ...process.env,
  DOTNET_CLI_TELEMETRY_OPTOUT: "1",
  DOTNET_CLI_USE_MSBUILD_SERVER: "0",
  DOTNET_NOLOGO: "1",
  MSBUILDDISABLENODEREUSE: "1",
  UseSharedCompilation: "false",
};

/** Runs `dotnet` with these arguments; a failure is an error. */
export function dotnet(...args) {
  return run("dotnet", args, { env: dotnetEnvironment });
}

/** Runs `dotnet` with these arguments and gives its exit code. */
export function dotnetExitCode(...args) {
  return exitCodeOf("dotnet", args, { env: dotnetEnvironment });
}

/**
 * The folder of the installed .NET, for `DOTNET_ROOT`: a program built against it does not find it by itself where it
 * is not in the system's usual place.
 */
export async function dotnetRoot() {
  if (process.env.DOTNET_ROOT) {
    return process.env.DOTNET_ROOT;
  }
  const { stdout } = await outputOf("dotnet", ["--list-runtimes"], { env: dotnetEnvironment });
  return /\[(.*)[/\\]shared[/\\]Microsoft\.NETCore\.App\]/.exec(stdout)?.[1];
}
