namespace NewRelic.Api.Wire;

/// <summary>Who takes part in the <see cref="AnswerBudget"/>: one batch, with the answers of all its attempts.</summary>
internal sealed class AnswerLease(AnswerBudget budget) : IDisposable
{
    public Task TakeAsync(long bytes, CancellationToken ct) => budget.TakeAsync(this, bytes, ct);

    public void Give(long bytes) => budget.Give(this, bytes, ends: false);

    /// <summary>When its answers are disposed.</summary>
    public void Dispose() => budget.Give(this, 0, ends: true);
}
