using Conductor.Server.Cli;

// An editor waits for its sidecar, which it always starts with just these two words: the command line around them would take a twentieth
// of the time to the first answer. Of a view of one file it would take a quarter. Whatever else is asked goes through it, with its messages.
return args switch
{
    ["serve", "--stdio"] => await ServeCommand.ServeEditorAsync(),
    ["view", ..] when ViewOrder.TryRead(args.AsSpan(1)) is { } order => await ViewedFiles.ShowAtOnceAsync(order),
    _ => await CommandLine.InvokeAsync(args, Terminal.OfProcess()),
};
