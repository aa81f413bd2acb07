using GateService.Core.Policies.Reading;

namespace GateService.Policies;

/// <summary>The policy files cannot be used, and there are no others to judge by; the message lists every fault.</summary>
/// <param name="directory">Where the files are.</param>
/// <param name="faults">All that is wrong with them.</param>
/// <param name="unkept">Why no last good policies are used instead.</param>
internal sealed class PolicyFilesException(string directory, IReadOnlyList<PolicyFault> faults, string unkept)
    : Exception($"the policies in {directory} have {faults.Count} fault{(faults.Count == 1 ? "" : "s")}, and {unkept}:\n{string.Join("\n", faults)}")
{
    public IReadOnlyList<PolicyFault> Faults { get; } = faults;
}
