namespace GateService.Core.Words;

/// <summary>What a unit says of its values.</summary>
public static class Units
{
    /// <summary>Shares and scores have a best value of 1, so a shortfall from it can be told.</summary>
    public static bool IsBounded(Unit unit) => unit is Unit.Share or Unit.Score;
}
