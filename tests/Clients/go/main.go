// Asks a gate with the client that openapi-generator generates: what docs/api.md#clients promises, run by tests/Clients/clients.test.mjs.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"gate"
	"log"
	"os"
	"strings"
)

func main() {
	configuration := gate.NewConfiguration()
	configuration.Servers = gate.ServerConfigurations{{URL: os.Args[1]}}
	client := gate.NewAPIClient(configuration)
	ctx := context.Background()

	question := gate.NewEvaluateRequest("catalog")
	question.SetNamespace("shop")
	question.SetStableHash("7d9f8c6b54")
	question.SetCanaryHash("5c6d7e8f")
	question.SetStepWeight("5")
	question.SetWindow("2h")
	asked, _, err := client.GatesApi.Evaluate(ctx).EvaluateRequest(*question).Execute()
	must(err)
	tripped := []string{}
	for _, objective := range asked.Tripped {
		tripped = append(tripped, objective.Objective)
	}
	fmt.Println("verdict", asked.Verdict)
	fmt.Println("tripped", strings.Join(tripped, ","))
	fmt.Println("queries", len(asked.Evidence.Get().Queries))

	doubtful := gate.NewEvaluateRequest("catalog")
	doubtful.SetStepWeight("many")
	wrong, _, err := client.GatesApi.Evaluate(ctx).EvaluateRequest(*doubtful).Execute()
	must(err)
	fmt.Println("wrong", wrong.Verdict, wrong.Evidence.Get() == nil, wrong.Decision.Get() == nil)

	page, _, err := client.DecisionsApi.ListDecisions(ctx).Service("catalog").Limit("2").Execute()
	must(err)
	fmt.Println("listed", len(page.Decisions), page.Decisions[0].Id)

	id := asked.Decision.Get().Id
	read, _, err := client.DecisionsApi.GetDecision(ctx, id).Execute()
	must(err)
	fmt.Println("decision", id, read.Response.Verdict, read.Request.Service, read.Label.Get() == nil)

	_, answer, err := client.DecisionsApi.GetDecision(ctx, "nope").Execute()
	var problem gate.ProblemDetails
	must(json.Unmarshal(err.(gate.GenericOpenAPIError).Body(), &problem))
	fmt.Println("refused", answer.StatusCode, problem.GetDetail())
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
