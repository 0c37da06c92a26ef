import * as sqs from "@pulumi/aws/sqs";
import { defineStack, eachEnvironment } from "../../../estate/stack";

/** Where previews whose time is up ask for their removal; a scheduled job of CI takes them from here and destroys the stacks. */
export const previews = defineStack({
  layer: "app",
  project: "previews",
  owner: "platform",
  dataClass: "none",
  changesWhen: "how forgotten previews are removed changes",
  targets: eachEnvironment(({ name }) => name === "development"),
  build(context) {
    const removals = new sqs.Queue("removals", { name: context.name("preview-removals"), sqsManagedSseEnabled: true, messageRetentionSeconds: 14 * 24 * 3600 }, context.here);
    return { queueArn: removals.arn, queueUrl: removals.url };
  },
});
