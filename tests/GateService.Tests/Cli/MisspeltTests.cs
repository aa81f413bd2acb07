using GateService.Cli.Shell;

namespace GateService.Tests.Cli;

/// <summary>A command or an option that is nearly one of ours is told which.</summary>
public sealed class MisspeltTests
{
    [Theory]
    [InlineData("polciy checkout", "'polciy'; did you mean 'policy'?")]
    [InlineData("chek --service checkout", "'chek'; did you mean 'check'?")]
    [InlineData("policy checkout --tem shop", "'--tem'; did you mean '--team'?")]
    [InlineData("lint --ouput json", "'--ouput' is no option here; did you mean '--output'? (a file of that name is ./--ouput)")]
    [InlineData("doctor checkout --url http://127.0.0.1", "'--url'; did you mean '--gate-url'?")]
    [InlineData("doctor checkout --gate http://127.0.0.1", "'--gate'; did you mean '--gate-url'?")]
    public async Task A_misspelt_one_is_told_what_it_stands_for(string line, string hint)
    {
        var typed = await Ctl.RunAsync(line.Split(' '));

        typed.Code.ShouldBe(ExitCode.Usage);
        typed.Error.ShouldContain(hint);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("policy checkout --everything")]
    public async Task One_that_is_near_to_nothing_is_told_as_it_is(string line)
    {
        var typed = await Ctl.RunAsync(line.Split(' '));

        typed.Code.ShouldBe(ExitCode.Usage);
        typed.Error.ShouldNotContain("did you mean");
        typed.Error.ShouldContain("--help says what is taken");
    }
}
