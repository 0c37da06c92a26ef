import { EncryptionKey } from "../../../components/encryptionKey";
import { SecureBucket } from "../../../components/secureBucket";
import { homeRegion } from "../../../estate/inventory";
import { bucketName } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

/** Where Pulumi itself keeps what it knows. It is deployed first, once, with its state in a file that is then moved into it. */
export const state = defineStack({
  layer: "access",
  project: "state",
  owner: "platform",
  dataClass: "internal",
  changesWhen: "where Pulumi keeps its state changes",
  targets: once("tooling", homeRegion),
  build(context) {
    const standbyRegion = "us-east-1";
    const key = new EncryptionKey("state", { alias: context.name("state"), description: "Pulumi's state and its secrets", accountId: context.accountId }, context.here);
    const copyKey = new EncryptionKey("state-copy", { alias: context.name("state-copy"), description: "The copy of Pulumi's state", accountId: context.accountId }, context.in(standbyRegion));
    const copy = new SecureBucket("state-copy", { name: bucketName("pulumi-state-copy", "s3", "tooling", standbyRegion), keyArn: copyKey.arn }, context.in(standbyRegion));
    const bucket = new SecureBucket("state", {
      name: bucketName("pulumi-state", "s3", "tooling", homeRegion),
      keyArn: key.arn,
      copy: { bucketArn: copy.arn, keyArn: copyKey.arn },
    }, context.here);
    return { bucket: bucket.name, secretsProvider: `awskms://alias/${context.name("state")}?region=${homeRegion}` };
  },
});
