namespace NewRelic.Api.Wire;

/// <summary>What one batch holds of the <see cref="AnswerBudget"/>, from the first byte of an answer until the answers are read into something smaller.</summary>
internal sealed class AnswerLease(AnswerBudget budget) : IDisposable
{
    private long _bytes;

    public async Task TakeAsync(long bytes, CancellationToken ct)
    {
        await budget.TakeAsync(this, bytes, ct).ConfigureAwait(false);
        _bytes += bytes;
    }

    public void Give(long bytes)
    {
        _bytes -= bytes;
        budget.Give(this, bytes, ends: false);
    }

    public void Dispose()
    {
        budget.Give(this, _bytes, ends: true);
        _bytes = 0;
    }
}
