import * as costexplorer from "@pulumi/aws/costexplorer";
import * as pulumi from "@pulumi/pulumi";
import { environments } from "../../../estate/inventory";
import { nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";
import { alerts } from "../alerts/stack";

/** What costs more than it used to is told within a day, while a budget would tell at the end of the month. */
export const anomaly = defineStack({
  layer: "finops",
  project: "anomaly",
  owner: "finops",
  dataClass: "none",
  changesWhen: "what counts as an unusual cost changes",
  targets: once("management", "us-east-1"),
  build(context) {
    const services = new costexplorer.AnomalyMonitor("services", { name: nameOf("services"), monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" }, context.here);
    const tags = new costexplorer.AnomalyMonitor("environments", {
      name: nameOf("environments"), monitorType: "CUSTOM",
      monitorSpecification: pulumi.jsonStringify({ Tags: { Key: "environment", Values: environments.filter(({ standbyOf }) => !standbyOf).map(({ name }) => name), MatchOptions: null } }),
    }, context.here);
    new costexplorer.AnomalySubscription("unusual", {
      name: nameOf("unusual"), frequency: "IMMEDIATE", monitorArnLists: [services.arn, tags.arn],
      subscribers: [{ type: "SNS", address: context.read(alerts, "global").topicArn }],
      // Both: ten dollars more on a bill of ten thousand are nobody's business, and so is a doubled cent.
      thresholdExpression: {
        ands: [
          { dimension: { key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE", matchOptions: ["GREATER_THAN_OR_EQUAL"], values: ["25"] } },
          { dimension: { key: "ANOMALY_TOTAL_IMPACT_PERCENTAGE", matchOptions: ["GREATER_THAN_OR_EQUAL"], values: ["15"] } },
        ],
      },
    }, context.here);
    return { monitors: [services.arn, tags.arn] };
  },
});
