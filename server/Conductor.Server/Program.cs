using Conductor.Server.Cli;

// An editor waits for its sidecar, which it always starts with just these two words: the command line around them would take a twentieth
// of the time to the first answer. Whatever else is asked goes through it, with its messages.
return args is ["serve", "--stdio"] ? await ServeCommand.ServeEditorAsync() : await CommandLine.InvokeAsync(args, Terminal.OfProcess());
