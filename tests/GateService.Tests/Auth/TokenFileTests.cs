using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using GateService.Callers;
using GateService.Core.Policies.Reading;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using GateService.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Browser = GateService.Tests.Pages.Browser;

namespace GateService.Tests.Auth;

/// <summary>Tokens from a mounted folder: taken over without a restart, and a faulty file locks nobody out.</summary>
public sealed class TokenFileTests : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/graphql");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeLogCollector _logs = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_file_lets_its_token_in_and_one_that_is_gone_takes_it_and_its_sessions_along()
    {
        Write("shop.yaml", Of("shop"));
        await using var gate = await StartAsync();
        using var browser = await Browser.SignedInAsync(gate, Askers.TokenOf("shop"));
        (await StatusAsync(gate, "pay")).ShouldBe(HttpStatusCode.Unauthorized);

        Write("pay.json", JsonSerializer.Serialize(new[] { new { name = "pay", sha256 = GateHost.Sha256(Askers.TokenOf("pay")), team = "pay", services = new[] { "*" }, namespaces = "*", roles = new[] { "read" } } }));
        Reload(gate);
        (await StatusAsync(gate, "pay")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.OK);
        File.Delete(_folder.File("shop.yaml"));
        Reload(gate);

        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(gate, "pay")).ShouldBe(HttpStatusCode.OK);
        using var page = await browser.GetAsync("/");
        page.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await gate.EvaluateAsync("{}").JudgedAsync()).Verdict().ShouldBe("inconclusive", "the token of the settings is still good");
    }

    [Fact]
    public async Task A_file_that_goes_bad_keeps_what_it_gave_and_others_are_taken_over()
    {
        Write("shop.yaml", Of("shop"));
        await using var gate = await StartAsync();

        Write("shop.yaml", "name: [shop");
        Write("pay.yaml", Of("pay"));
        Reload(gate);
        Reload(gate);

        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gate, "pay")).ShouldBe(HttpStatusCode.OK);
        _logs.GetSnapshot().Where(line => line.Id.Id == 205).ShouldHaveSingleItem().Message.ShouldContain("shop.yaml:1");
        var health = JsonSerializer.Deserialize<JsonElement>(await (await gate.Client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        health.GetProperty("checks").GetProperty("tokens").GetProperty("status").GetString().ShouldBe("degraded");
        using var counted = new MetricCollector<int>(gate.App.Services.GetRequiredService<IMeterFactory>(), GateTelemetry.Source, GateTelemetry.Metrics.TokenFaults);
        counted.RecordObservableInstruments();
        counted.LastMeasurement!.Value.ShouldBe(1);
        Write("shop.yaml", Of("shop"));
        Reload(gate);
        gate.App.Services.GetRequiredService<TokenFiles>().Faults.ShouldBeEmpty();
    }

    /// <summary>To take a token away must not wait for somebody else's broken file.</summary>
    [Fact]
    public async Task A_file_that_cannot_be_read_keeps_what_it_gave_and_those_that_are_gone_are_gone()
    {
        Write("shop.yaml", Of("shop"));
        Write("pay.yaml", Of("pay"));
        await using var gate = await StartAsync();

        File.Delete(_folder.File("shop.yaml"));
        File.Delete(_folder.File("pay.yaml"));
        File.CreateSymbolicLink(_folder.File("pay.yaml"), _folder.File("nowhere"));
        Reload(gate);
        Reload(gate);

        (await StatusAsync(gate, "shop"), await StatusAsync(gate, "pay")).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.OK));
        gate.App.Services.GetRequiredService<TokenFiles>().Faults.ShouldHaveSingleItem().ToString().ShouldStartWith("pay.yaml: cannot be read");
        _logs.GetSnapshot().Count(line => line.Id.Id == 205).ShouldBe(1);
        File.Delete(_folder.File("pay.yaml"));
        Write("shop.yaml", Of("shop"));
        Reload(gate);
        (await StatusAsync(gate, "shop"), await StatusAsync(gate, "pay")).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Unauthorized));
        gate.App.Services.GetRequiredService<TokenFiles>().Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("roles: []", 1)]
    [InlineData("roles: [read]", 0)]
    [InlineData("", 0)]
    public void No_role_at_all_is_no_way_to_write_the_usual_ones(string roles, int expected)
    {
        var faults = new List<PolicyFault>();

        TokenReader.Read("a.yaml", $"name: a\nsha256: {GateHost.Sha256("a")}\nteam: a\nservices: ['*']\nnamespaces: ['*']\n{roles}\n", faults);

        faults.Count.ShouldBe(expected, string.Join("; ", faults));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_changes_nothing()
    {
        Write("shop.yaml", Of("shop"));
        await using var gate = await StartAsync();
        Directory.Move(_folder.Path, _folder.Path + "-away");
        Reload(gate);
        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.OK);
        gate.App.Services.GetRequiredService<TokenFiles>().Faults.ShouldHaveSingleItem().Message.ShouldEndWith("Auth:TokensDirectory names it");

        Directory.Move(_folder.Path + "-away", _folder.Path);
        Reload(gate);

        gate.App.Services.GetRequiredService<TokenFiles>().Faults.ShouldBeEmpty();
        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A folder that is there and empty is what somebody leaves who deletes the last token.</summary>
    [Fact]
    public async Task The_last_file_that_is_gone_takes_its_tokens_along_and_says_so()
    {
        Write("shop.yaml", Of("shop"));
        await using var gate = await StartAsync();
        File.Delete(_folder.File("shop.yaml"));
        Reload(gate);

        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.Unauthorized);
        gate.App.Services.GetRequiredService<TokenFiles>().Faults.ShouldHaveSingleItem().Message.ShouldBe("holds no token files; Auth:TokensDirectory names it");
        Write("shop.yaml", Of("shop"));
        Reload(gate);
        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A Secret's folder always has the link ..data, with no key in it too; without it the folder is the bare place where the Secret was mounted.</summary>
    [Fact]
    public async Task A_mount_that_is_gone_is_no_empty_folder_and_a_Secret_without_keys_is_one()
    {
        Mount("..v1", "shop");
        File.CreateSymbolicLink(_folder.File("shop.yaml"), Path.Combine("..data", "shop.yaml"));
        await using var gate = await StartAsync();
        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.OK);

        File.Delete(_folder.File("shop.yaml"));
        Directory.Delete(_folder.File("..data"));
        Reload(gate);
        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.OK);
        gate.App.Services.GetRequiredService<TokenFiles>().Faults.ShouldHaveSingleItem().Message.ShouldContain("no longer mounted");

        Mount("..v2", null);
        Reload(gate);
        (await StatusAsync(gate, "shop")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>Whoever mixes up fields writes a token where its hash, a role or a name belongs.</summary>
    [Fact]
    public async Task What_stands_in_a_file_is_told_to_nobody_but_a_key_that_is_nearly_a_field()
    {
        const string Secret = "hunter2";
        Write("shop.yaml", Of("shop"));
        await using var gate = await StartAsync();

        Write("a.yaml", $"{Secret}-plaintext: shop\n");
        Write("b.yaml", $"{Secret}-raw\n");
        Write("c.yaml", $"name: x\nteam: t\nsha265: ''\nsha256: {Secret}-where-the-hash-belongs\nservices: ['*']\nnamespaces: ['*']\nexpiresAt: {Secret}\nroles: [{Secret}]\n");
        Write("d.yaml", $"name: *{Secret}\n");
        Write("e.yaml", $"{Secret}: a\n{Secret}: b\n");
        Write("f.yaml", $"{Of("tests")}---\n{Secret}");
        Write("g.yaml", Of("pay").Replace("name: pay", "name: tests").Replace("team: pay", $"team: {Secret}"));
        Reload(gate);

        var health = await (await gate.Client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var log = _logs.GetSnapshot().Last(line => line.Id.Id == 205).Message;
        (health + log).ShouldNotContain(Secret);
        foreach (var file in "abcdefg")
        {
            health.ShouldContain($"{file}.yaml");
            log.ShouldContain($"{file}.yaml");
        }

        log.ShouldContain("c.yaml:3 sha265: is no field of a token: did you mean 'sha256'?");
        health.ShouldNotContain("sha265");
    }

    [Fact]
    public async Task A_name_or_hash_that_is_taken_is_not_taken_again()
    {
        Write("a.yaml", Of("shop"));
        Write("b.yaml", Of("tests"));
        Write("c.yaml", Of("shop").Replace("name: shop", "name: twin"));
        await using var gate = await StartAsync();

        gate.App.Services.GetRequiredService<TokenFiles>().Faults.Select(fault => fault.ToString()).ShouldBe(
            ["b.yaml: token 1 has the name of another, and was left out", "c.yaml: token 1 has the hash of another, and was left out"]);
        (await StatusAsync(gate, "tests")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_gate_whose_every_token_is_bad_does_not_start_and_one_good_file_is_enough()
    {
        Write("shop.yaml", "name: shop");
        var refused = await Should.ThrowAsync<OptionsValidationException>(StartAloneAsync);
        Write("pay.yaml", Of("pay"));
        await StartAloneAsync();

        refused.Failures.First().ShouldStartWith("nobody could ask");
        refused.Failures.ShouldContain(fault => fault.StartsWith("shop.yaml:1", StringComparison.Ordinal));
    }

    /// <summary>With no token among the settings.</summary>
    private async Task StartAloneAsync()
    {
        await using var app = GateServiceApp.Create(
            ["--urls", "http://127.0.0.1:0", "--Policies:Directory", Repository.PathOf("policies"), "--History:Enabled", "false", "--Auth:TokensDirectory", _folder.Path], builder => builder.Logging.ClearProviders());
        await app.StartAsync();
    }

    [Fact]
    public void Every_fault_of_a_file_is_told_with_its_line()
    {
        var faults = new List<PolicyFault>();

        TokenReader.Read("x.yaml", "- name: a\n  sha: 12\n  team: t\n  sha256: abc\n  services: {}\n  namespaces: ['*']\n  roles: [ask, admin]\n  expiresAt: soon\n- text\n", faults).ShouldBeEmpty();

        faults.Select(fault => fault.ToString()).ShouldBe(
        [
            "x.yaml:2: is no field of a token: expected a token (name, sha256, team, services, namespaces, roles, expiresAt), or a list of them",
            "x.yaml:5 services: expected texts",
            "x.yaml:7 roles: is no role: expected ask, read, label, operate or readAll",
            "x.yaml:8 expiresAt: is no moment: expected one such as 2027-06-30T00:00:00Z",
            "x.yaml:1: token:Sha256 has 3 characters: expected the 64 hex digits of a SHA-256",
            "x.yaml:1: token needs at least one pattern in Services and in Namespaces (* stands for all)",
            "x.yaml:9: is no token: expected a token (name, sha256, team, services, namespaces, roles, expiresAt), or a list of them",
        ]);
    }

    [Theory]
    [InlineData("Name: a\nSha256: {0}\nTeam: t\nServices: ['*']\nNamespaces: ['*']\nRoles: [ask]")]
    [InlineData("{\"Name\": \"a\", \"Sha256\": \"{0}\", \"Team\": \"t\", \"Services\": [\"*\"], \"Namespaces\": [\"*\"], \"Roles\": [\"ask\"]}")]
    [InlineData("name: a\nsha256: {0}\nteam: t\nservices: '*'\nnamespaces: '*'\nroles: ask")]
    public void A_token_is_read_in_either_way_of_writing(string text)
    {
        var faults = new List<PolicyFault>();

        var token = TokenReader.Read("x.yaml", text.Replace("{0}", GateHost.Sha256("x")), faults).ShouldHaveSingleItem(string.Join("; ", faults));

        (token.Name, token.Team, token.Services.Single(), token.Roles.Single()).ShouldBe(("a", "t", "*", Role.Ask));
    }

    private static string Of(string name) => $"name: {name}\nsha256: {GateHost.Sha256(Askers.TokenOf(name))}\nteam: {name}\nservices: ['*']\nnamespaces: ['*']\nroles: [ask, read]\n";

    private static void Reload(GateHost gate) => gate.App.Services.GetRequiredService<TokenFiles>().Reload();

    private static async Task<HttpStatusCode> StatusAsync(GateHost gate, string name)
    {
        using var answer = await gate.AskAsync(Askers.TokenOf(name), HttpMethod.Get, "/v1/decisions");
        return answer.StatusCode;
    }

    /// <summary>What a kubelet leaves of a Secret with that token, or with none.</summary>
    private void Mount(string version, string? token)
    {
        Directory.CreateDirectory(_folder.File(version));
        if (token is not null)
        {
            Write(Path.Combine(version, $"{token}.yaml"), Of(token));
        }

        Directory.CreateSymbolicLink(_folder.File("..data"), version);
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);

    private Task<GateHost> StartAsync() => GateHost.StartAsync(
        Nowhere,
        builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Information);
            builder.Services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(_logs));
        },
        ("Auth:TokensDirectory", _folder.Path), ("Auth:TokensReloadInterval", "00:00:00"));
}
