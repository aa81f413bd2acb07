using System.Text.Json;
using CsCheck;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>Whatever a caller sends, the gate answers within its contract and New Relic never sees it as anything but a value.</summary>
public sealed class HostileStringTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private static readonly string[] Fields =
        ["service", "namespace", "rollout", "team", "strategy", "mode", "canaryHash", "stableHash", "stepIndex", "stepWeight", "stepStartedAt", "window", "policy", "at", "other"];

    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char[" '\"\\%`{}()<>&;|$#/*-_.\0\u0001\u001b\u2028\u202e\ufeff\ud800\udc00ö漢"], 0, 40],
        Gen.OneOf("' OR 1=1 --", "x') FACET appName", "\\' SINCE 1 week ago", "%", "{{args.x}}", "<script>alert(1)</script>", "a\r\nSet-Cookie: x=y", "1e999", "-0", "0x10", "٣", "P99999999999Y", "+262142-01-01"));

    [Fact]
    public void Any_text_in_any_field_is_judged_or_told_to_be_at_fault_and_nothing_else() =>
        Gen.Select(Gen.OneOf(Fields), Hostile).Sample(
            (field, text) =>
            {
                using var response = Ask(field, text);
                var body = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();

                ((int)response.StatusCode).ShouldBe(200, body);
                JsonSerializer.Deserialize<JsonElement>(body).ValueKind.ShouldBe(JsonValueKind.Object);
                return true;
            },
            iter: 400,
            threads: 1);

    [Theory]
    [InlineData("{\"service\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1,\"service\":\"checkout\"}")]
    [InlineData("{\"service\":\"checkout\",\"args\":{\"\\ud800\":\"x\"}}")]
    [InlineData("{\"service\":\"checkout\",\"args\":{\"a\":\"\\ud800\"}}")]
    public async Task Broken_surrogates_are_refused(string body)
    {
        await fixture.Gate.PostAsync("/v1/gates/check", body).RefusedAsync(System.Net.HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('\'')]
    [InlineData('\\')]
    [InlineData('漢')]
    public async Task The_longest_values_are_judged(char letter)
    {
        var body = Bodies.Step(
            ("service", new string(letter, 255)),
            ("namespace", new string('n', 63)),
            ("rollout", string.Join('.', Enumerable.Repeat(new string('r', 63), 3)) + "." + new string('r', 61)),
            ("canaryHash", new string('c', 63)),
            ("stableHash", new string('s', 63)),
            ("policy", "http-kubernetes"));

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Reason().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        var body = new ByteArrayContent([.. "{\"service\":\""u8, 0xC3, 0x28, .. "\"}"u8]);

        await fixture.Gate.Client.PostAsync("/v1/gates/check", body, TestContext.Current.CancellationToken).RefusedAsync(System.Net.HttpStatusCode.BadRequest);
    }

    private HttpResponseMessage Ask(string field, string text)
    {
        var body = Bodies.Step((field, text));
        return fixture.Gate.EvaluateAsync(body.ToJsonString()).GetAwaiter().GetResult();
    }
}
