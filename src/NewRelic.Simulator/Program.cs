using NewRelic.Simulator;

SimulatorApp.Create(args).Run();
