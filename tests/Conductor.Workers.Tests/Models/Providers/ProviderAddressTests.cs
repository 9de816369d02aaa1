using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

public sealed class ProviderAddressTests
{
    private static readonly Uri Ollama = new("http://127.0.0.1:11434");

    [Theory]
    [InlineData("127.0.0.1:11434", "http://127.0.0.1:11434/")]
    [InlineData("localhost:1234", "http://localhost:1234/")]
    [InlineData("host.lan", "http://host.lan:11434/")]
    [InlineData(":8080", "http://127.0.0.1:8080/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("http://0.0.0.0:11500", "http://127.0.0.1:11500/")]
    [InlineData("[::1]", "http://[::1]:11434/")]
    [InlineData(" https://ollama.example/base/ ", "https://ollama.example/base")]
    public void An_address_may_lack_its_scheme_and_its_port(string text, string address)
    {
        Assert.True(ProviderAddress.TryRead(text, Ollama, out var read));

        Assert.Equal(address, read.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("api.example.com/v1")]
    [InlineData("ftp://example.com")]
    [InlineData("https://key@example.com")]
    [InlineData("https://example.com/?key=1")]
    [InlineData("https://")]
    public void What_is_no_address_of_a_provider_is_not_read(string text) => Assert.False(ProviderAddress.TryRead(text, null, out _));

    [Theory]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://10.1.2.3", true)]
    [InlineData("http://172.20.0.1", true)]
    [InlineData("http://192.168.1.4", true)]
    [InlineData("http://[fd00::1]", true)]
    [InlineData("http://gpu-box:8000", true)]
    [InlineData("http://gpu.local:8000", true)]
    [InlineData("http://172.32.0.1", false)]
    [InlineData("https://api.example.com", false)]
    [InlineData("https://8.8.8.8", false)]
    public void Addresses_of_ones_own_network_are_known(string address, bool isPrivate) =>
        Assert.Equal(isPrivate, ProviderAddress.IsPrivate(new Uri(address)));
}
