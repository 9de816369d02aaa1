using Xunit;

namespace Conductor.Views.Tests.CSharp;

/// <summary>Compares outlines member by member, and field by field.</summary>
internal static class Outlines
{
    public static void AssertSame(SourceOutline? expected, SourceOutline? actual)
    {
        Assert.Equal(expected?.Members.Select(Words), actual?.Members.Select(Words));
        Assert.Equal((expected?.IsBroken, expected?.IsGenerated, expected?.Imports), (actual?.IsBroken, actual?.IsGenerated, actual?.Imports));
    }

    // The list of a record is compared as an object, so its elements are made part of the text.
    private static string Words(SourceMember member) => $"{member with { FurtherBodies = [] }} {string.Join(' ', member.FurtherBodies)}";
}
