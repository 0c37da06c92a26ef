import * as sns from "@pulumi/aws/sns";
import { EncryptionKey } from "../../../components/encryptionKey";
import { resourcePolicy } from "../../../components/policy";
import { nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

export const alerts = defineStack({
  layer: "finops",
  project: "alerts",
  owner: "finops",
  dataClass: "none",
  changesWhen: "who hears of money changes",
  targets: once("management", "us-east-1"),
  build(context) {
    const services = ["budgets.amazonaws.com", "costalerts.amazonaws.com"];
    const key = new EncryptionKey("money", { alias: nameOf("finops", "alerts"), description: "Notices about money", accountId: context.accountId, services }, context.here);
    const topic = new sns.Topic("money", { name: nameOf("finops", "alerts"), kmsMasterKeyId: key.arn }, context.here);
    new sns.TopicPolicy("money", {
      arn: topic.arn,
      policy: resourcePolicy({ principal: { Service: services }, actions: ["sns:Publish"], resources: [topic.arn], when: { StringEquals: { "aws:SourceAccount": context.accountId } } }),
    }, context.here);
    return { topicArn: topic.arn };
  },
});
