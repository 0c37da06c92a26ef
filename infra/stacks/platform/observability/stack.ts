import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { SecretsReplica, type SecretsReplicaArgs } from "../../../components/secretsReplica";
import { Observability } from "../../../components/observability";
import { nameOf, secretName } from "../../../estate/naming";
import { defineStack, eachEnvironment } from "../../../estate/stack";
import { keys } from "../../access/keys/stack";

export const observability = defineStack({
  layer: "platform",
  project: "observability",
  owner: "platform",
  dataClass: "internal",
  changesWhen: "where alarms ring or how long logs are kept changes",
  targets: eachEnvironment(),
  build(context) {
    const { of, environment } = context.target;
    const key = context.read(keys, of.name);
    const made = new Observability("observability", {
      name: nameOf(of.name), accountId: context.accountId, keyArn: key.logsKeyArn, logDays: of.tier === "production" ? 90 : 14,
    }, context.here);
    const secret = (what: string, description: string, value: SecretsReplicaArgs["value"]) =>
      new SecretsReplica(what, { name: secretName(environment, "observability", what), description, keyArn: key.secretsKeyArn, value }, context.here).name;
    const secrets = {
      datadog: secret("datadog", "What the collector sends to Datadog with", { "api-key": new pulumi.Config("datadog").requireSecret("apiKey") }),
      grafana: secret("grafana", "The administrator of Grafana", { user: "admin", password: new RandomPassword("grafana", { length: 40, special: false }).result }),
    };
    return { secrets, topicArn: made.topicArn, logGroup: made.logGroup, logGroupArn: made.logGroupArn };
  },
});
