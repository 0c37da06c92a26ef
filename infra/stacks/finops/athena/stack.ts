import * as athena from "@pulumi/aws/athena";
import * as glue from "@pulumi/aws/glue";
import * as iam from "@pulumi/aws/iam";
import { SecureBucket } from "../../../components/secureBucket";
import { policy, trustService } from "../../../components/policy";
import { bucketName, nameOf } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";
import * as pulumi from "@pulumi/pulumi";
import { cur } from "../cur/stack";

/** Questions that are asked again and again. They name the bill's own columns; a test holds them to those that are exported. */
export const queries: Readonly<Record<string, string>> = {
  "by-namespace": `
    SELECT resource_tags['aws_eks_namespace'] AS namespace, SUM(split_line_item_split_cost + split_line_item_unused_cost) AS usd
    FROM data WHERE split_line_item_parent_resource_id <> '' AND line_item_usage_start_date >= date_trunc('month', current_date)
    GROUP BY 1 ORDER BY 2 DESC`,
  "by-environment-and-service": `
    SELECT resource_tags['user_environment'] AS environment, resource_tags['user_service'] AS service, SUM(line_item_unblended_cost) AS usd
    FROM data WHERE line_item_usage_start_date >= date_trunc('month', current_date) GROUP BY 1, 2 ORDER BY 3 DESC`,
  "without-owner": `
    SELECT line_item_usage_account_id, line_item_product_code, line_item_resource_id, SUM(line_item_unblended_cost) AS usd
    FROM data WHERE resource_tags['user_team'] IS NULL AND line_item_resource_id <> '' GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 100`,
  "spot-saves": `
    SELECT pricing_purchase_option, SUM(line_item_unblended_cost) AS paid, SUM(pricing_public_on_demand_cost) AS list
    FROM data WHERE line_item_product_code = 'AmazonEC2' GROUP BY 1`,
};

export const cost = defineStack({
  layer: "finops",
  project: "athena",
  owner: "finops",
  dataClass: "internal",
  changesWhen: "how the bill is asked changes",
  targets: once("management", "us-east-1"),
  build(context) {
    const bill = context.read(cur, "global");
    const results = new SecureBucket("results", { name: bucketName("finops", "answers", "management", "us-east-1"), expiresDays: 30 }, context.here);
    const database = new glue.CatalogDatabase("bill", { name: "spillway_bill" }, context.here);
    const role = new iam.Role("crawler", { name: nameOf("bill", "crawler"), assumeRolePolicy: trustService("glue.amazonaws.com", { StringEquals: { "aws:SourceAccount": context.accountId } }) }, context.here);
    new iam.RolePolicyAttachment("crawler", { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole" }, context.here);
    new iam.RolePolicy("crawler", {
      role: role.name,
      policy: policy({ actions: ["s3:GetObject"], resources: [pulumi.interpolate`${bill.bucketArn}/*`] }, { actions: ["s3:ListBucket"], resources: [bill.bucketArn] }),
    }, context.here);
    new glue.Crawler("bill", {
      name: nameOf("bill"), databaseName: database.name, role: role.arn, schedule: "cron(15 */6 * * ? *)",
      s3Targets: [{ path: pulumi.interpolate`s3://${bill.bucket}/${bill.path}` }],
      schemaChangePolicy: { updateBehavior: "UPDATE_IN_DATABASE", deleteBehavior: "LOG" },
    }, context.here);
    const workgroup = new athena.Workgroup("bill", {
      name: nameOf("bill"),
      configuration: {
        enforceWorkgroupConfiguration: true,
        // A question that reads more than this is a mistake: 10 GB are 5 cents.
        bytesScannedCutoffPerQuery: 10 * 1024 ** 3,
        resultConfiguration: { outputLocation: pulumi.interpolate`s3://${results.name}/`, encryptionConfiguration: { encryptionOption: "SSE_S3" } },
      },
    }, context.here);
    for (const [name, query] of Object.entries(queries)) {
      new athena.NamedQuery(name, { name, database: database.name, workgroup: workgroup.name, query: query.trim() }, context.here);
    }
    return { database: database.name, workgroup: workgroup.name };
  },
});
