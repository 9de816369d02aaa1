using Conductor.Viewer.Projects;
using Xunit;

namespace Conductor.Viewer.Tests.Projects;

public sealed class ProjectFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_nearest_project_says_what_is_defined_with_what_its_framework_defines()
    {
        _folder.Write("Shop.csproj", "<Project><PropertyGroup><DefineConstants>OUTER</DefineConstants></PropertyGroup></Project>");
        _folder.Write("src/Till/Till.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net8.0</TargetFramework><DefineConstants>$(DefineConstants);TILL;FAST</DefineConstants></PropertyGroup>
            </Project>
            """);

        var constants = Facts("src/Till/Deep/Down.cs").Constants;

        Assert.Superset(new HashSet<string> { "DEBUG", "TRACE", "TILL", "FAST", "NET", "NET8_0", "NET8_0_OR_GREATER", "NET6_0_OR_GREATER", "NETCOREAPP" }, constants.ToHashSet());
        Assert.DoesNotContain("OUTER", constants);
        Assert.DoesNotContain("NET9_0_OR_GREATER", constants);
    }

    [Fact]
    public void Shared_settings_around_the_project_count_too()
    {
        _folder.Write("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><DefineConstants>SHARED</DefineConstants><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>");
        _folder.Write("src/A.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><Using Include=\"Shop.Rules\" /><Using Remove=\"System.IO\" /></ItemGroup></Project>");

        var facts = Facts("src/A.cs");

        Assert.Contains("SHARED", facts.Constants);
        Assert.Contains("NET10_0", facts.Constants);
        Assert.Contains("Shop.Rules", facts.Usings);
        Assert.Contains("System.Linq", facts.Usings);
        Assert.DoesNotContain("System.IO", facts.Usings);
    }

    [Theory]
    [InlineData("'$(Configuration)' == 'Debug'", true)]
    [InlineData(" '$(Configuration)|$(Platform)' == 'Debug|AnyCPU' ", true)]
    [InlineData("'$(Configuration)' == 'Release'", false)]
    [InlineData("'$(Configuration)' != 'Release'", true)]
    [InlineData("'$(TargetFramework)' == 'net48'", true)]
    [InlineData("'$(TargetFramework)' == 'net8.0'", false)]
    [InlineData("$(TargetFramework.StartsWith('net'))", false)]
    [InlineData("'$(SomethingElse)' == 'true'", false)]
    public void Of_conditions_only_those_on_configuration_and_framework_are_known(string condition, bool isDefined)
    {
        _folder.Write("A.csproj", $"""
            <Project>
              <PropertyGroup><TargetFrameworks>net48;net8.0</TargetFrameworks></PropertyGroup>
              <PropertyGroup Condition="{condition}"><DefineConstants>$(DefineConstants);CONDITIONAL</DefineConstants></PropertyGroup>
            </Project>
            """);

        var constants = Facts("A.cs").Constants;

        Assert.Equal(isDefined, constants.Contains("CONDITIONAL"));
        Assert.Contains("NET48", constants);
        Assert.Contains("NET472_OR_GREATER", constants);
    }

    [Fact]
    public void Standard_libraries_have_their_own_symbols()
    {
        _folder.Write("A.csproj", "<Project><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup></Project>");

        Assert.Superset(new HashSet<string> { "NETSTANDARD", "NETSTANDARD2_0", "NETSTANDARD1_6_OR_GREATER" }, Facts("A.cs").Constants.ToHashSet());
    }

    [Theory]
    [InlineData("this is no project")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Project><DefineConstants>&b;</DefineConstants></Project>")]
    public void A_project_that_is_no_project_says_nothing(string text)
    {
        _folder.Write("A.csproj", text);

        Assert.Equal(["DEBUG", "TRACE"], Facts("A.cs").Constants);
    }

    [Fact]
    public void A_changed_project_is_read_again()
    {
        var files = new ProjectFiles(_folder.FullPath);
        var project = _folder.Write("A.csproj", "<Project />");
        Assert.Equal(["DEBUG", "TRACE"], files.FactsOf("A.cs").Constants);

        _folder.Write("A.csproj", "<Project><PropertyGroup><DefineConstants>NEW</DefineConstants></PropertyGroup></Project>");
        File.SetLastWriteTimeUtc(project, File.GetLastWriteTimeUtc(project).AddSeconds(5));

        Assert.Contains("NEW", files.FactsOf("A.cs").Constants);
    }

    private ProjectFacts Facts(string path) => new ProjectFiles(_folder.FullPath).FactsOf(path);
}
