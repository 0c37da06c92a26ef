import { Observability } from "../../../components/observability";
import { nameOf } from "../../../estate/naming";
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
    const { of } = context.target;
    const made = new Observability("observability", {
      name: nameOf(of.name), accountId: context.accountId, keyArn: context.read(keys, of.name).logsKeyArn, logDays: of.tier === "production" ? 90 : 14,
    }, context.here);
    return { topicArn: made.topicArn, logGroup: made.logGroup, logGroupArn: made.logGroupArn };
  },
});
