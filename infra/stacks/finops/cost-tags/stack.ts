import * as costexplorer from "@pulumi/aws/costexplorer";
import { requiredTags } from "../../../estate/naming";
import { defineStack, once } from "../../../estate/stack";

/** A tag is on the bill only once it has been activated, and only from then on. */
export const costTags = defineStack({
  layer: "finops",
  project: "cost-tags",
  owner: "finops",
  dataClass: "none",
  changesWhen: "which tags the bill is read by changes",
  targets: once("management", "us-east-1"),
  build(context) {
    // The namespace and its like come from EKS' split cost allocation data, under names of AWS.
    const keys = [...requiredTags, "aws:eks:cluster-name", "aws:eks:namespace", "aws:eks:workload-name"];
    for (const tagKey of keys) new costexplorer.CostAllocationTag(tagKey, { tagKey, status: "Active" }, context.here);
    return { keys };
  },
});
