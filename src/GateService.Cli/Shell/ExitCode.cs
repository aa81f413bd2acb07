namespace GateService.Cli.Shell;

/// <summary>What the program ends with; docs/gatectl.md says it to those who write pipelines.</summary>
public enum ExitCode
{
    /// <summary>All is well: pass, no fault, nothing changed.</summary>
    Fine = 0,

    /// <summary>The answer is no: the verdict is fail, a file has a fault.</summary>
    No = 1,

    /// <summary>Nobody can say: the verdict is inconclusive.</summary>
    Inconclusive = 2,

    /// <summary>There is no answer: the gate or New Relic cannot be reached, refuses the token, or cannot answer now.</summary>
    NoAnswer = 3,

    /// <summary>The command line, or a file or address it names, cannot be taken.</summary>
    Usage = 4,

    /// <summary>Ended by the person or the pipeline before there was an answer.</summary>
    Interrupted = 130,
}
