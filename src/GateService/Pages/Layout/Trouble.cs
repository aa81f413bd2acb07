using GateService.Wire;


namespace GateService.Pages.Layout;

/// <summary>Why there is no page, in words.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Text">What it means and what to do.</param>
public sealed record TroubleModel(string Title, string Text);

/// <summary>Pages that say why there is none.</summary>
internal static class Trouble
{
    public static IResult NothingKept { get; } = Of(
        StatusCodes.Status503ServiceUnavailable, "Nothing is kept", "History:Enabled is false, so this gate keeps no decisions that could be shown. Verdicts are given as usual.");

    public static IResult StoreDown { get; } = Of(
        StatusCodes.Status503ServiceUnavailable, "The store does not answer", "Decisions cannot be read just now. Verdicts do not depend on it: rollouts are judged as usual. Try again in a minute; /healthz/ready says more.");

    public static IResult ForeignForm { get; } = Of(
        StatusCodes.Status403Forbidden, "This form was not sent from here", "Open the page again and send the form from there: it was sent by another site, or you signed in anew meanwhile. Nothing was changed.");

    public static IResult BadForm { get; } = Of(
        StatusCodes.Status400BadRequest, "This form cannot be read", "Expected the form of the page, as the page sends it: this has too many fields, a name that is too long, or parts without a boundary. Nothing was changed.");

    public static IResult NoPage { get; } = Of(StatusCodes.Status404NotFound, "There is no such page", "The address may be cut off. Begin at the rollouts.");

    public static IResult TooManySignIns { get; } = Of(
        StatusCodes.Status429TooManyRequests, "Too many failed sign-ins", "From where you are, or from everywhere together, too many tokens were wrong within a minute, so this one was not looked at. Try again in a minute.");

    public static IResult NotVouchedFor { get; } = Of(
        StatusCodes.Status401Unauthorized, "You are not signed in", "The identity provider did not vouch for you, or this browser began to sign in somewhere else or too long ago. Begin again; the gate's log says more.");

    /// <param name="name">Of the provider.</param>
    /// <param name="person">As the provider calls them; null where it does not.</param>
    public static IResult NoGrant(string name, string? person) => Of(
        StatusCodes.Status403Forbidden, "This is not for you", $"{Shown.Of(name)} vouches for '{Shown.Of(person)}', but none of its Grants (Auth:OpenIdConnect) lets them read here. Ask whoever operates the gate.");

    public static IResult ProviderAway(string why) => Of(
        StatusCodes.Status503ServiceUnavailable, "The identity provider does not answer", $"{why}. Try again in a minute, or sign in with a token.");

    /// <param name="why">Which role is missing, of whom.</param>
    public static IResult NoRole(string why) => Of(
        StatusCodes.Status403Forbidden, "This is not for you", $"{why}. Sign out and in again with a token that has it, or have the role added where the token is set up (Auth:Tokens).");

    public static IResult Unreadable(string why) => Of(StatusCodes.Status500InternalServerError, "This record cannot be read", why);

    public static IResult NoDecision(string id) => Of(
        StatusCodes.Status404NotFound, "There is no such decision", $"There is no decision '{Shown.Of(id)}' that you may read. It may be past keeping (History:KeepFor), belong to another team, or the address is cut off.");

    public static IResult NoRollout(string @namespace, string rollout) => Of(
        StatusCodes.Status404NotFound, "There is no such rollout", $"Nothing was decided about '{Shown.Of(@namespace)}/{Shown.Of(rollout)}' that you may read and that is still kept.");

    public static IResult BadQuery(string fault) => Of(StatusCodes.Status400BadRequest, "That cannot be asked", fault);

    private static IResult Of(int status, string title, string text) => PageResult.Of<TroublePage>(new TroubleModel(title, text), status);
}
