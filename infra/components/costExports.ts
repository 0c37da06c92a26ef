import * as bcmdata from "@pulumi/aws/bcmdata";
import * as pulumi from "@pulumi/pulumi";
import { SecureBucket } from "./secureBucket";

export interface CostExportsArgs {
  name: string;
  bucketName: string;
  accountId: string;
  region: string;
}

/** The columns that the reports use. Fewer than there are: an hourly bill with resources is large enough. */
export const billColumns = [
  "bill_billing_period_start_date", "line_item_usage_start_date", "line_item_usage_account_id", "line_item_line_item_type", "line_item_product_code",
  "line_item_usage_type", "line_item_operation", "line_item_resource_id", "line_item_usage_amount", "line_item_unblended_cost", "pricing_unit",
  "pricing_purchase_option", "pricing_public_on_demand_cost", "product", "resource_tags", "savings_plan_savings_plan_effective_cost", "savings_plan_savings_plan_a_r_n",
  "split_line_item_parent_resource_id", "split_line_item_actual_usage", "split_line_item_reserved_usage", "split_line_item_split_cost", "split_line_item_unused_cost",
] as const;

/** The bill as data, every hour, down to the namespace: a CUR 2.0 data export with the split of EKS' costs. */
export class CostExports extends pulumi.ComponentResource {
  readonly bucket: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  readonly path: string;

  constructor(name: string, args: CostExportsArgs, opts: pulumi.ComponentResourceOptions) {
    super("spillway:components:CostExports", name, {}, opts);
    const from = ["bcm-data-exports.amazonaws.com", "billingreports.amazonaws.com"];
    const bucket = new SecureBucket(name, {
      // AWS' exporter cannot use keys of ours.
      name: args.bucketName,
      archivedDays: 400,
      statements: (arn) => [{
        principal: { Service: from }, actions: ["s3:PutObject", "s3:GetBucketPolicy"], resources: [arn, pulumi.interpolate`${arn}/*`],
        when: { StringEquals: { "aws:SourceAccount": args.accountId } },
      }],
    }, { parent: this });
    const prefix = "cur2";
    new bcmdata.Export(name, {
      export: {
        name: args.name,
        description: "CUR 2.0, hourly, with resources and the split of EKS' costs",
        dataQueries: [{
          queryStatement: `SELECT ${billColumns.join(", ")} FROM COST_AND_USAGE_REPORT`,
          tableConfigurations: {
            COST_AND_USAGE_REPORT: {
              TIME_GRANULARITY: "HOURLY", INCLUDE_RESOURCES: "TRUE", INCLUDE_SPLIT_COST_ALLOCATION_DATA: "TRUE", INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY: "FALSE",
            },
          },
        }],
        destinationConfigurations: [{
          s3Destinations: [{
            s3Bucket: bucket.name, s3Prefix: prefix, s3Region: args.region,
            s3OutputConfigurations: [{ compression: "PARQUET", format: "PARQUET", outputType: "CUSTOM", overwrite: "OVERWRITE_REPORT" }],
          }],
        }],
        refreshCadences: [{ frequency: "SYNCHRONOUS" }],
      },
    }, { parent: this, dependsOn: [bucket] });
    this.bucket = bucket.name;
    this.bucketArn = bucket.arn;
    this.path = `${prefix}/${args.name}/data`;
    this.registerOutputs({ bucket: this.bucket });
  }
}
