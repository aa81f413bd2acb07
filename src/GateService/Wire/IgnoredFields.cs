using System.Globalization;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>
/// What was not taken of a request, as warnings: the first by name, the others by number. They are kept with the decision, and whoever sends thousands of made-up
/// fields shall not fill the store with their names.
/// </summary>
internal sealed class IgnoredFields
{
    private const int MostNamed = 10;

    private readonly List<string> _named = [];
    private int _more;

    public List<string> Warnings => _more == 0 ? _named : [.. _named, string.Create(CultureInfo.InvariantCulture, $"and {_more:N0} more that were ignored")];

    /// <summary>A field that nobody knows.</summary>
    /// <param name="place">Where it stands, with a full stop; empty at the top.</param>
    /// <param name="name">As it was sent.</param>
    /// <param name="known">Fields that stand there.</param>
    public void Unknown(string place, string name, IEnumerable<string> known) =>
        Say(() => $"field '{place}{Shown.Of(name)}' is unknown and was ignored{Closest.Hint(name, known)}");

    public void Say(string warning) => Say(() => warning);

    private void Say(Func<string> warning)
    {
        if (_named.Count < MostNamed)
        {
            _named.Add(warning());
        }
        else
        {
            _more++;
        }
    }
}
