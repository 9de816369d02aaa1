using System.Text;
using System.Text.Json;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Workers.Tests.Models;

public sealed class SecretsTests
{
    [Fact]
    public void A_key_that_has_been_used_is_taken_out_in_every_form()
    {
        const string Key = "planted+\"key\"/of-secrets-tests";
        using var http = new HttpClient();
        _ = new ProviderAccess(Key, new Uri("http://127.0.0.1:1"), http, TimeProvider.System);

        string[] forms = [Key, Uri.EscapeDataString(Key), JsonEncodedText.Encode(Key).ToString(), Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))];

        Assert.All(forms, form => Assert.Equal("before [removed] after", Secrets.Clean($"before {form} after")));
    }

    [Fact]
    public void A_key_that_came_later_into_an_access_is_taken_out_too()
    {
        using var http = new HttpClient();
        _ = new ProviderAccess(Key: null, new Uri("http://127.0.0.1:1"), http, TimeProvider.System) with { Key = "planted-later-into-access" };

        Assert.Equal("[removed]", Secrets.Clean("planted-later-into-access"));
    }

    [Theory]
    [InlineData("Authorization: Bearer abcdef0123456789", "Authorization: Bearer [removed]")]
    [InlineData("key sk-proj-abcDEF0123456789abcd was refused", "key [removed] was refused")]
    [InlineData("?key=AIzaSyA0123456789abcdefghijklmnop&alt=sse", "?key=[removed]&alt=sse")]
    [InlineData("Incorrect API key provided: sk-ab****cdef.", "Incorrect API key provided: [removed]")]
    [InlineData("ghp_0123456789abcdefghij", "[removed]")]
    public void What_looks_like_a_key_is_taken_out(string text, string expected) => Assert.Equal(expected, Secrets.Clean(text));

    [Theory]
    [InlineData("a risk-averse-and-long-named-task-1-estimate")]
    [InlineData("the bearer of this letter")]
    [InlineData("sk-a-name-without-any-digits-in-it")]
    public void What_only_resembles_one_stays(string text) => Assert.Equal(text, Secrets.Clean(text));

    [Fact]
    public void A_key_that_a_text_was_cut_in_is_taken_out_as_far_as_it_goes()
    {
        Secrets.Remember("planted-and-cut-in-the-middle");

        Assert.Equal("The key [removed]", Secrets.Clean("The key planted-and-cut"));
    }

    [Fact]
    public void A_short_value_is_no_key()
    {
        Secrets.Remember("true");

        Assert.Equal("It is true.", Secrets.Clean("It is true."));
    }

    [Fact]
    public void An_error_that_quotes_a_key_is_without_it_in_its_message_and_as_text_with_its_cause()
    {
        string key = Secrets.Remember("planted-in-an-error-body") ?? "";

        var failure = ModelFailures.From(new HttpRequestException($"401: the key {key} is wrong", inner: null, System.Net.HttpStatusCode.Unauthorized));

        Assert.Equal(ModelFailureKind.Auth, failure.Kind);
        Assert.Contains("401: the key [removed] is wrong", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.ToString(), StringComparison.Ordinal);
    }
}
