using GateService.Pages.Visits;
using Microsoft.AspNetCore.Components;

namespace GateService.Pages.Layout;

/// <summary>
/// One page. Razor makes its components public, and what they show with them: that is why the models of this slice are public though nobody else
/// needs them.
/// </summary>
/// <typeparam name="TModel">Everything it shows, already worked out: a page only lays it out.</typeparam>
public abstract class Page<TModel> : ComponentBase
    where TModel : class
{
    [Parameter, EditorRequired]
    public TModel Model { get; set; } = null!;

    [Parameter, EditorRequired]
    public Visit Visit { get; set; } = null!;
}
