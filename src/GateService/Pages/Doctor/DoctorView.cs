using GateService.Callers;
using GateService.Doctor;
using GateService.Pages.Layout;

namespace GateService.Pages.Doctor;

/// <summary>What the page of the doctor shows.</summary>
/// <param name="Asked">What the form was sent with, by field.</param>
/// <param name="Report">What was found; null before anything was asked.</param>
/// <param name="Why">Why nothing was looked at; null where it was, or where nothing was asked.</param>
public sealed record DoctorModel(IReadOnlyDictionary<string, string?> Asked, CheckupReport? Report, string? Why);

/// <summary>The way from a rollout to its verdict, for whoever has no command line.</summary>
internal static class DoctorView
{
    private static readonly string[] Fields = ["service", "rollout", "namespace", "cluster", "team", "canaryHash", "stableHash", "window", "at"];

    public static void MapDoctorPage(this IEndpointRouteBuilder pages) => pages.MapGet("/doctor", ShowAsync).WithMetadata(new WorksWithoutStore());

    private static async Task<IResult> ShowAsync(HttpContext http, CheckupDesk desk, SideTurns turns, TimeProvider time)
    {
        var asked = Fields.ToDictionary(field => field, field => PageFilter.Field(http.Request, field));
        if (asked.Values.All(value => value is null))
        {
            return PageResult.Of<DoctorPage>(new DoctorModel(asked, null, null));
        }

        var faults = new Dictionary<string, string[]>();
        if (CheckupRequest.Read(field => asked[field], time.GetUtcNow(), faults) is not { } request)
        {
            return PageResult.Of<DoctorPage>(new DoctorModel(asked, null, Http.Problems.Words(faults)));
        }

        var caller = Caller.Of(http);
        if (caller.RefusedField(request.Service, request.Namespace, request.Team) is var (field, fault))
        {
            return PageResult.Of<DoctorPage>(new DoctorModel(asked, null, $"{field} {fault}"));
        }

        var taken = await turns.TakeAsync(caller, http.RequestAborted);
        if (taken is Turn.Shed shed)
        {
            http.Response.Headers.RetryAfter = SideTurns.AskAgain;
            return PageResult.Of<DoctorPage>(new DoctorModel(asked, null, shed.Why), StatusCodes.Status429TooManyRequests);
        }

        using var turn = taken as IDisposable;
        Asking.Beside();
        return PageResult.Of<DoctorPage>(new DoctorModel(asked, await desk.WalkAsync(request, caller, http.RequestAborted), null));
    }
}
