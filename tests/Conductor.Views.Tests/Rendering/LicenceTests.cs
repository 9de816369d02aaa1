using Xunit;

namespace Conductor.Views.Tests.Rendering;

/// <summary>What becomes of the licence that a file begins with.</summary>
public sealed class LicenceTests
{
    private const string Code = "\nclass A\n{\n}\n";

    [Theory]
    [InlineData("// Copyright (c) Me.\n// All rights reserved.\n// Really.\n", "// Copyright (c) Me.\n")]
    [InlineData("// <copyright file=\"A.cs\">\n// Copyright (c) Me.\n// </copyright>\n", "// <copyright file=\"A.cs\">\n// Copyright (c) Me.\n")]
    [InlineData("/* Licensed\n * as it is\n * by me */\n", "/* Licensed */\n")]
    [InlineData("/*\n * COPYRIGHT\n * MINE\n */\n", "/*\n * COPYRIGHT */\n")]
    [InlineData("#region License\n// Copyright (c) Me.\n// Two.\n// Three.\n#endregion\n", "#region License\n// Copyright (c) Me.\n#endregion\n")]
    [InlineData("\n// Copyright (c) Me.\r\n// Two.\r\n// Three.\r\n", "\n// Copyright (c) Me.\r\n")]
    public void A_licence_is_cut_to_its_first_line(string licence, string left) =>
        Assert.EndsWith(" shows more.\n" + left + Code, Skeleton(licence + Code).Replace("more.\r\n", "more.\n", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("// Copyright (c) Me.\n// Two lines are short.\n")]
    [InlineData("// This file is about\n// something else\n// altogether.\n")]
    [InlineData("/* Licensed")]
    [InlineData("// LICENSE\n")]
    public void Other_comments_and_short_ones_stay(string comment) => Assert.Equal(comment + Code, Skeleton(comment + Code));

    [Fact]
    public void The_header_of_a_view_is_no_licence()
    {
        var view = Skeleton("// Licensed to me.\n// And to you.\n\nclass A\n{\n    void B()\n    {\n        B();\n    }\n}\n");

        Assert.Equal(view, Skeleton(view));
    }

    private static string Skeleton(string text) => ViewBuilder.Build(new ViewRequest("a.cs", text, ViewLevel.Skeleton), QuarterCounter.Instance).Text;
}
