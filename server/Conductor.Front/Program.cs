using Conductor.Front;
using Conductor.Viewer;

// Most of the time that a view of one file takes goes into the start of the managed runtime. So C# files are viewed here, without it;
// whatever else is asked for is the engine's, with its messages.
return args is ["view", ..] && ViewOrder.TryRead(args.AsSpan(1)) is { } order && PlainViews.Suffice(order)
    ? await FrontView.ShowAsync(order)
    : Engine.Become(args);
