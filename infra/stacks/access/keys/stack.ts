import { EncryptionKey } from "../../../components/encryptionKey";
import { defineStack, eachEnvironment } from "../../../estate/stack";

/** One key for each kind of secret-keeping, so that whoever may read logs may not, by that, read the ledger. */
export const keys = defineStack({
  layer: "access",
  project: "keys",
  owner: "security",
  dataClass: "none",
  changesWhen: "who or what may encrypt and decrypt changes",
  targets: eachEnvironment(),
  build(context) {
    const { region } = context.target;
    const key = (what: string, description: string, services: string[]) =>
      new EncryptionKey(what, { alias: context.name(what), description: `${description} of ${context.target.stack}`, accountId: context.accountId, services }, context.here).arn;
    return {
      dataKeyArn: key("data", "Databases, caches, topics and buckets", []),
      clusterKeyArn: key("cluster", "Kubernetes secrets and nodes' disks", []),
      secretsKeyArn: key("secrets", "Secrets Manager", []),
      logsKeyArn: key("logs", "Log groups and notifications", [`logs.${region}.amazonaws.com`, "cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"]),
    };
  },
});
