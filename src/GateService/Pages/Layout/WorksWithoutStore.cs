namespace GateService.Pages.Layout;

/// <summary>Marks a page that shows nothing of the store. It still needs it where one must be signed in, for that is where sessions lie.</summary>
internal sealed class WorksWithoutStore;
