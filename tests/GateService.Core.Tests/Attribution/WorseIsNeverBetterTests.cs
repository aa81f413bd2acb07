using CsCheck;
using GateService.Core.Attribution;
using GateService.Core.Policies;

namespace GateService.Core.Tests.Attribution;

/// <summary>Making the canary worse never improves what is concluded about it.</summary>
public sealed class WorseIsNeverBetterTests
{
    /// <summary>Errors a minute of the canary and of stable, how many times as many the worse canary has, and calls per request.</summary>
    private static readonly Gen<(int Canary, int Stable, int Times, double Calls)> World =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 400], Gen.Int[2, 6], Gen.Double[0.5, 3]).Select((canary, stable, times, calls) => (canary, stable, times, calls));

    private static readonly Gen<SignatureOrigin> Origin = Gen.Int[0, 2].Select(i => new[] { SignatureOrigin.Dependency, SignatureOrigin.Client, SignatureOrigin.Platform }[i]);

    [Fact]
    public void More_errors_of_an_account_never_excuse_what_fewer_did_not() => Gen.Select(World, Origin).Sample((world, origin) =>
    {
        var (fewer, more) = (Found(world, origin, 1), Found(world, origin, world.Times));

        (!IsBlamed(fewer) || IsBlamed(more)).ShouldBeTrue($"{fewer?.Reason} / {more?.Reason}");
        (IsExcused(fewer) || !IsExcused(more)).ShouldBeTrue($"{fewer?.Reason} / {more?.Reason}");
    }, iter: 400);

    [Fact]
    public void More_calls_never_excuse_what_fewer_did_not() => World.Sample(world =>
    {
        var (fewer, more) = (Found(world, SignatureOrigin.Dependency, 1), Found(world with { Calls = world.Times * world.Calls }, SignatureOrigin.Dependency, 1));

        (!IsBlamed(fewer) || IsBlamed(more)).ShouldBeTrue($"{fewer?.Reason} / {more?.Reason}");
        (IsExcused(fewer) || !IsExcused(more)).ShouldBeTrue($"{fewer?.Reason} / {more?.Reason}");
    }, iter: 400);

    [Fact]
    public void A_class_of_errors_that_only_the_canary_has_is_never_excused() => Gen.Select(World, Origin, Gen.Int[0, 60]).Sample((world, origin, minutesWithTrouble) =>
        IsExcused(Found(world with { Stable = 0, Canary = world.Canary + 1 }, origin, 1, minutesWithTrouble)).ShouldBeFalse(), iter: 400);

    [Fact]
    public void What_stable_has_less_of_by_a_factor_of_three_is_never_excused_on_enough_of_it() => Gen.Select(Gen.Int[4, 30], Origin).Sample((canary, origin) =>
        IsExcused(Found((canary, canary * 19 / 3, 2, 1), origin, 1)).ShouldBeFalse(), iter: 100);

    [Fact]
    public void Own_errors_are_on_no_account_however_many_there_are() => Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300]).Sample((canary, stable) =>
        new Shop(10).Fails(Shop.Own, canary, stable).Attribute().ShouldNotBeNull().Accounts.ShouldBeEmpty(), iter: 100);

    private static bool IsExcused(AccountFinding? found) => found is { IsExcused: true };

    private static bool IsBlamed(AccountFinding? found) => found is { Fails: true };

    /// <summary>Null where nobody has an error.</summary>
    private static AccountFinding? Found((int Canary, int Stable, int Times, double Calls) world, SignatureOrigin origin, int times, int? minutesWithTrouble = null)
    {
        var shop = new Shop(20) { Past = _ => Math.Min(0.5, world.Stable / 5700.0) };
        shop.Settings = new AttributionSettings { Signatures = [new SignatureRule { Name = "r", Types = ["*.Http.HttpRequestException"], Origin = origin, Named = "payments-api" }] };
        shop.Fails(Shop.Payments, t => minutesWithTrouble is { } most && t >= most ? 0 : Math.Min(300, times * world.Canary), _ => world.Stable).Traces("payments-api", world.Calls, 1);
        return shop.Attribute().ShouldNotBeNull().Accounts.SingleOrDefault();
    }
}
