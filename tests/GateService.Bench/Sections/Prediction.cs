namespace GateService.Bench.Sections;

/// <summary>What the planner said of a step, and what the simulation found.</summary>
/// <param name="Service">Traffic and base.</param>
/// <param name="Step">1 to 3.</param>
/// <param name="ErrorsAMinute">The canary's in that step at the predicted ratio.</param>
/// <param name="Predicted">Smallest ratio to stable seen with 80 %.</param>
/// <param name="Simulated">The ratio that was.</param>
internal sealed record Prediction(string Service, int Step, double ErrorsAMinute, double Predicted, double Simulated)
{
    public double Off => (Predicted / Simulated) - 1;
}
