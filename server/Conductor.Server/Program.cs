using Conductor.Server.Cli;

return await CommandLine.InvokeAsync(args, Terminal.OfProcess());
