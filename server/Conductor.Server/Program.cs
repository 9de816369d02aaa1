using System.CommandLine;
using Conductor.Server.Cli;

var root = new RootCommand("Run tracks of tickets with AI workers, each step under your control.")
{
    ServeCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
