import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import { environments, organization } from "../../../estate/inventory";
import { nameOf, product, requiredTags } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

const values: Partial<Record<(typeof requiredTags)[number], string[]>> = {
  product: [product],
  environment: [...environments.filter(({ standbyOf }) => !standbyOf).map(({ name }) => name), "management", "security", "nonproduction"],
  "data-class": ["none", "internal", "ledger", "personal"],
};

/** Tags made by hand are held to the spelling of those that Pulumi makes; two spellings are two lines on the bill. */
export const tagPolicy = defineStack({
  layer: "finops",
  project: "tag-policy",
  owner: "finops",
  dataClass: "none",
  changesWhen: "which tags and values are allowed changes",
  targets: once("management", "us-east-1"),
  build(context) {
    const tags = Object.fromEntries(requiredTags.map((key) => [key, {
      tag_key: { "@@assign": key },
      ...(values[key] ? { tag_value: { "@@assign": values[key] }, enforced_for: { "@@assign": ["ec2:instance", "rds:cluster", "s3:bucket", "eks:cluster"] } } : {}),
    }]));
    const made = new organizations.Policy("tags", { name: nameOf("tags"), type: "TAG_POLICY", content: pulumi.jsonStringify({ tags }) }, context.here);
    new organizations.PolicyAttachment("tags", { policyId: made.id, targetId: organization.rootId }, context.here);
    return { policyId: made.id };
  },
});
