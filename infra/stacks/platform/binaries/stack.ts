import { EncryptionKey } from "../../../components/encryptionKey";
import { SecureBucket } from "../../../components/secureBucket";
import { homeRegion, organization } from "../../../estate/inventory";
import { bucketName, nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";
import * as pulumi from "@pulumi/pulumi";

/** What machines without a way to the internet are made from. */
export const binaries = defineStack({
  layer: "platform",
  project: "binaries",
  owner: "platform",
  dataClass: "internal",
  changesWhen: "who may fetch what machines are made from changes",
  targets: once("tooling", homeRegion),
  build(context) {
    const key = new EncryptionKey("binaries", { alias: nameOf("tooling", "binaries"), description: "Binaries", accountId: context.accountId, organizationReads: true }, context.here);
    const bucket = new SecureBucket("binaries", {
      name: bucketName("tooling", "binaries", "tooling", homeRegion),
      keyArn: key.arn,
      statements: (arn) => [{
        principal: "*", actions: ["s3:GetObject"], resources: [pulumi.interpolate`${arn}/*`], when: { StringEquals: { "aws:PrincipalOrgID": organization.id } },
      }],
    }, context.here);
    return { bucket: bucket.name, keyArn: key.arn };
  },
});
