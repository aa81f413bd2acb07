namespace GateService.Evidence;

/// <summary>A question under way, and those who wait for its answer.</summary>
internal sealed class Flight(string key, DateTimeOffset until) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _abandoned = new();
    private bool _isOver;

    public string Key => key;

    public DateTimeOffset Until => until;

    public List<IPassenger> Passengers { get; } = [];

    public int Waiting { get; set; }

    public CancellationToken Abandoned => _abandoned.Token;

    public void Abandon()
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _abandoned.Cancel();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _abandoned.Dispose();
        }
    }
}
